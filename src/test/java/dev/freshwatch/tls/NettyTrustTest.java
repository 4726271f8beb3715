package dev.freshwatch.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** camel-netty itself accepts a certificate for any name (trap); with our parameters it does not. */
class NettyTrustTest {

    @TempDir
    static Path folder;

    private static TestCertificates ca;
    private static TestCertificates.Server rightName;
    private static TestCertificates.Server wrongName;

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeAll
    static void makeCertificates() {
        ca = TestCertificates.in(folder);
        rightName = ca.server("localhost");
        wrongName = ca.server("wrong.example");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void rightNameFromTheKnownCaIsAccepted() throws Exception {
        assertThat(send(rightName, Trust.of(ca.caFile(), false), "localhost", false))
                .isNull();
        assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void nettysOwnSwitchDoesNoHarm() throws Exception {
        assertThat(send(rightName, Trust.of(ca.caFile(), false), "localhost", true))
                .isNull();
        assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void certificateForAnAddressIsAcceptedForThatAddress() throws Exception {
        assertThat(send(ca.server("127.0.0.1"), Trust.of(ca.caFile(), false), "127.0.0.1", false))
                .isNull();
        assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void wrongNameIsRefusedBeforeAnythingIsSent() throws Exception {
        assertThat(send(wrongName, Trust.of(ca.caFile(), false), "localhost", false))
                .rootCause()
                .hasMessageContaining("localhost");
        assertThat(arrived).isEmpty();
    }

    @Test
    void unknownCaIsRefused() throws Exception {
        TestCertificates other = TestCertificates.in(Files.createDirectory(folder.resolve("other")));
        assertThat(send(rightName, Trust.of(other.caFile(), false), "localhost", false))
                .isNotNull();
        assertThat(send(rightName, Trust.of(null, false), "localhost", false)).isNotNull();
        assertThat(arrived).isEmpty();
    }

    @Test
    void insecureAcceptsAnyNameOfAnyCa() throws Exception {
        assertThat(send(wrongName, Trust.of(null, true), "localhost", false)).isNull();
        assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    /** @return what went wrong, or null */
    private Exception send(TestCertificates.Server identity, Trust trust, String host, boolean nettysOwn)
            throws Exception {
        listen(identity);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("trust", trust.parametersFor(host));
            camel.start();
            try (ProducerTemplate template = camel.createProducerTemplate()) {
                Exchange sent = template.send(
                        "netty:tcp://" + host + ":" + server.getLocalPort()
                                + "?ssl=true&sslContextParameters=#trust&sync=false&textline=true&synchronous=true"
                                + "&connectTimeout=5000&hostnameVerification=" + nettysOwn,
                        exchange -> exchange.getMessage().setBody("hello"));
                return sent.getException();
            }
        }
    }

    private void listen(TestCertificates.Server identity) throws IOException {
        if (server != null) {
            server.close();
        }
        ServerSocket listening = identity.context()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        server = listening;
        Thread thread = new Thread(() -> serve(listening), "tls-listener");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(ServerSocket listening) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                String line = in.readLine();
                if (line != null) {
                    arrived.add(line);
                }
            } catch (IOException e) {
                // a refused handshake ends here, and so does close()
                continue;
            }
        }
    }
}
