package dev.freshwatch.outbox;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.sink.SyslogMessage;
import dev.freshwatch.sink.SyslogPipeline;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A collector on a loopback port that counts what it gets and keeps nothing of it, and the shipped route to it. */
final class SyslogDrain implements AutoCloseable {

    private static final Pattern NOTICE = Pattern.compile(" id=\"([^\"]+)\".* check=\"([^\"]+)\"");

    private final ServerSocket listener = new ServerSocket();
    private final BiConsumer<String, String> taken;
    private final AtomicInteger count = new AtomicInteger();

    /** @param taken gets the id and the check of each message */
    SyslogDrain(int port, BiConsumer<String, String> taken) throws IOException {
        this.taken = taken;
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread acceptor = new Thread(this::accept, "syslog-drain");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int count() {
        return count.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try (Socket connection = listener.accept();
                    InputStream in = new BufferedInputStream(connection.getInputStream(), 65_536)) {
                while (true) {
                    take(frame(in));
                }
            } catch (EOFException e) {
                // the sender has gone; the next one may come
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static String frame(InputStream in) throws IOException {
        int length = 0;
        for (int b = in.read(); b != ' '; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            length = length * 10 + b - '0';
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private void take(String message) {
        Matcher notice = NOTICE.matcher(message);
        if (!notice.find()) {
            throw new IllegalStateException("not a notice: " + message);
        }
        count.incrementAndGet();
        taken.accept(notice.group(1), notice.group(2));
    }

    /** Gives the desk the shipped syslog sink, to that port. */
    static Desk route(Desk client, int port) throws Exception {
        SinkSettings.Syslog settings = new SinkSettings.Syslog(
                "127.0.0.1",
                port,
                SinkSettings.Protocol.TCP,
                SinkSettings.Format.RFC5424,
                SinkSettings.Body.TEXT,
                SinkSettings.Framing.OCTET_COUNTING,
                16,
                TlsSettings.DEFAULT,
                8192);
        Properties properties = new Properties();
        properties.put("syslog-collector", SyslogPipeline.address(settings));
        client.context.getPropertiesComponent().setOverrideProperties(properties);
        client.context.getRegistry().bind("syslogMessage", new SyslogMessage(settings, ZoneOffset.UTC, "test"));
        client.context.getRegistry().bind("syslogPipeline", new SyslogPipeline(settings, null, Duration.ofSeconds(10)));
        String file = Path.of("routes", "sink-syslog.camel.yaml").toUri().toString();
        PluginHelper.getRoutesLoader(client.context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(client.context, file));
        return client;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
