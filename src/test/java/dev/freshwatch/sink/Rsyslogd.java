package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real rsyslogd of its own: own configuration, a free loopback port, and what it understood written as JSON lines.
 * Where it is not installed the test is skipped, or fails if {@code freshwatch.peers.required} is true.
 *
 * <p>A record has {@code pri time host app procid msgid msg raw}, and {@code sd} with the values of the element
 * {@code freshwatch@32473}.
 */
public final class Rsyslogd implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/rsyslogd");
    private static final String PROBE = "are-you-there";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final Path output;

    private Rsyslogd(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /** Listens on UDP. */
    public static Rsyslogd udp(Path directory) throws IOException {
        return start(
                directory, "module(load=\"imudp\")", "input(type=\"imudp\" address=\"127.0.0.1\" port=\"%d\")", true);
    }

    /** Listens on TCP and takes both framings. */
    public static Rsyslogd tcp(Path directory) throws IOException {
        return start(
                directory, "module(load=\"imtcp\")", "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"%d\")", false);
    }

    /** The same on this port, which is free. */
    public static Rsyslogd tcp(Path directory, int port) throws IOException {
        return start(
                directory,
                "module(load=\"imtcp\")",
                "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"%d\")",
                false,
                port);
    }

    /** Listens on TCP and knows only lines: an octet count would stand in the message. */
    public static Rsyslogd tcpLines(Path directory) throws IOException {
        return start(
                directory,
                "module(load=\"imtcp\")",
                "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"%d\" supportOctetCountedFraming=\"off\")",
                false);
    }

    /** Listens on TLS (gtls) with this certificate; clients need none. */
    public static Rsyslogd tls(Path directory, Certificates certificates) throws IOException {
        String modules = String.format(
                Locale.ROOT,
                """
                global(defaultNetstreamDriver="gtls"
                       defaultNetstreamDriverCAFile="%1$s"
                       defaultNetstreamDriverCertFile="%1$s"
                       defaultNetstreamDriverKeyFile="%2$s")
                module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")""",
                certificates.certificate(),
                certificates.key());
        return start(directory, modules, "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"%d\")", false);
    }

    /** Likewise, and clients must show the certificate of this one. */
    static Rsyslogd mutualTls(Path directory, Certificates server, Certificates client) throws IOException {
        Path known = Files.createTempFile(directory, "known", ".pem");
        Files.writeString(known, Files.readString(server.certificate()) + Files.readString(client.certificate()));
        String modules = String.format(
                Locale.ROOT,
                """
                global(defaultNetstreamDriver="gtls"
                       defaultNetstreamDriverCAFile="%s"
                       defaultNetstreamDriverCertFile="%s"
                       defaultNetstreamDriverKeyFile="%s")
                module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1"
                       streamDriver.authMode="x509/certvalid")""",
                known,
                server.certificate(),
                server.key());
        return start(directory, modules, "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"%d\")", false);
    }

    private static Rsyslogd start(Path directory, String modules, String input, boolean datagrams) throws IOException {
        return start(directory, modules, input, datagrams, freePort());
    }

    private static Rsyslogd start(Path directory, String modules, String input, boolean datagrams, int port)
            throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            assertThat(Boolean.getBoolean("freshwatch.peers.required"))
                    .as(PROGRAM + " is not there, but peers are required")
                    .isFalse();
            assumeTrue(false, PROGRAM + " is not installed");
        }
        Path home = Files.createTempDirectory(directory, "rsyslogd");
        Path output = home.resolve("received.jsonl");
        Path configuration = home.resolve("rsyslog.conf");
        Files.writeString(
                configuration,
                String.format(
                        Locale.ROOT,
                        """
                global(workDirectory="%s" maxMessageSize="64k")
                %s
                module(load="mmpstrucdata")
                template(name="record" type="list") {
                  constant(value="{")
                  property(outname="pri" name="pri" format="jsonf") constant(value=",")
                  property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf") constant(value=",")
                  property(outname="host" name="hostname" format="jsonf") constant(value=",")
                  property(outname="app" name="app-name" format="jsonf") constant(value=",")
                  property(outname="procid" name="procid" format="jsonf") constant(value=",")
                  property(outname="msgid" name="msgid" format="jsonf") constant(value=",")
                  property(outname="msg" name="msg" format="jsonf") constant(value=",")
                  property(outname="raw" name="rawmsg" format="jsonf") constant(value=",\\"all\\":")
                  property(name="$!all-json") constant(value="}\\n")
                }
                ruleset(name="keep") {
                  action(type="mmpstrucdata" sd_name.lowercase="off")
                  action(type="omfile" file="%s" template="record")
                }
                %s
                """,
                        home,
                        modules,
                        output,
                        String.format(Locale.ROOT, input, port).replace(")", " ruleset=\"keep\")")));
        Path log = home.resolve("rsyslogd.log");
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        home.resolve("rsyslogd.pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Rsyslogd rsyslogd = new Rsyslogd(process, port, output);
        try {
            Awaitility.await("rsyslogd, see " + log)
                    .atMost(LONGEST_START)
                    .until(() -> datagrams ? rsyslogd.answersProbe() : rsyslogd.takesConnections());
        } catch (RuntimeException e) {
            rsyslogd.close();
            throw new IllegalStateException("rsyslogd did not start: " + Files.readString(log), e);
        }
        return rsyslogd;
    }

    public int port() {
        return port;
    }

    /** All records so far. */
    public List<JsonNode> received() {
        try {
            if (!Files.exists(output)) {
                return List.of();
            }
            List<JsonNode> records = new ArrayList<>();
            String text = Files.readString(output);
            // a line that is being written is not there yet
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                JsonNode record = new ObjectMapper().readTree(line);
                if (!record.get("raw").textValue().contains(PROBE)) {
                    ((ObjectNode) record).set("sd", record.at("/all/rfc5424-sd/freshwatch@32473"));
                    records.add(record);
                }
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The records, as soon as there are this many. */
    public List<JsonNode> await(int count) {
        return Awaitility.await().until(this::received, records -> records.size() >= count);
    }

    /** Stops its work without closing anything; {@link #resume()} ends that. */
    public void freeze() throws IOException {
        signal("-STOP");
    }

    public void resume() throws IOException {
        signal("-CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        kill.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(kill.exitValue()).isZero();
    }

    private boolean takesConnections() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    private boolean answersProbe() throws IOException {
        byte[] probe = ("<14>1 - - " + PROBE + " - - - x").getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(probe, probe.length, InetAddress.getByName("127.0.0.1"), port));
        }
        return Files.exists(output) && Files.readString(output).contains(PROBE);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
