package dev.freshwatch.outbox;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Life;
import dev.freshwatch.notice.Life.Episode;
import dev.freshwatch.notice.Notice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * The program that {@link KillTest} kills. For each check it counts up in its life, and makes a notice of each number in
 * the same transaction; the sink writes the ids it gets to a file. What was committed is written to another.
 */
final class KilledWatch {

    static final int CHECKS = 5;

    private KilledWatch() {}

    /** @param arguments the folder; {@code drain} to make nothing new and end when nothing waits */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (Log sent = new Log(folder.resolve("sent"));
                Log committed = new Log(folder.resolve("committed"));
                Desk desk = new Desk(folder)
                        .sink("syslog", exchange -> sent.line(Desk.id(exchange)))
                        .route(new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:cycle")
                                        .policy("oneTransaction")
                                        .process(KilledWatch::follow)
                                        .split(body())
                                        .to("outbox:syslog");
                            }
                        })
                        .start()) {
            if (arguments.length == 1) {
                while (true) {
                    committed.line(desk.template
                                    .requestBody("direct:cycle", null, List.class)
                                    .size() + " made");
                }
            }
            while (!desk.store.backlog().isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    private static void follow(Exchange exchange) {
        Ledger ledger = Ledger.of(exchange);
        List<CheckId> checks = new ArrayList<>();
        for (int i = 0; i < CHECKS; i++) {
            checks.add(new CheckId("a/b/" + i));
        }
        List<Life> lives = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        ledger.lives().of(checks).forEach((check, life) -> {
            long next = life.observedAt() == null ? 1 : life.observedAt().toEpochMilli() + 1;
            Instant number = Instant.ofEpochMilli(next);
            Episode episode = new Episode(check + "-" + next, number, State.CRITICAL);
            lives.add(new Life(check, State.CRITICAL, number, null, episode));
            notices.add(Notices.problem(check + " " + next, check.value()));
        });
        ledger.lives().remember(lives);
        exchange.getMessage().setBody(notices);
    }

    /** Lines that are on the disk when written. */
    private static final class Log implements AutoCloseable {

        private final FileChannel file;

        Log(Path path) throws IOException {
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        synchronized void line(String text) throws IOException {
            file.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
