package dev.freshwatch.outbox;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.sink.DeliveryProgress;
import dev.freshwatch.sink.SinkOutcome;
import dev.freshwatch.sink.WebhookRequest;
import dev.freshwatch.store.UnitOfWork;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The program that {@link KillTest} kills. For each check it counts up in its life, and makes a notice of each number in
 * the same transaction; the sink {@code syslog} writes the ids it gets to a file, the sink {@code webhook} is the shipped
 * one. What was committed is written to another file.
 */
final class KilledWatch {

    static final int CHECKS = 5;

    /** The clock runs so much faster, so that notices are late in this test. */
    private static final int FASTER = 200;

    private KilledWatch() {}

    /** @param arguments the folder; the webhook's URL; {@code drain} to make nothing new and end when nothing waits */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        InstantSource clock =
                () -> Notices.NOON.plusMillis((System.currentTimeMillis() - Notices.NOON.toEpochMilli()) * FASTER);
        try (Log sent = new Log(folder.resolve("sent"));
                Log committed = new Log(folder.resolve("committed"));
                Desk client = new Desk(folder, KilledWatch::verdict, Desk.QUICK, clock, Set.of())
                        .sink("syslog", exchange -> sent.line(Desk.id(exchange)))
                        .route(new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:cycle")
                                        .policy("oneTransaction")
                                        .process(KilledWatch::follow)
                                        .split(body())
                                        .to("outbox:syslog", "outbox:webhook");
                            }
                        })) {
            addWebhook(client, URI.create(arguments[1]));
            client.start();
            if (arguments.length == 2) {
                while (true) {
                    committed.line(client.template
                                    .requestBody("direct:cycle", null, List.class)
                                    .size() + " made");
                }
            }
            while (!DeliveryTable.backlog(client.store).isEmpty()) {
                Thread.onSpinWait();
            }
        }
    }

    private static void addWebhook(Desk client, URI url) throws Exception {
        Duration limit = Duration.ofMillis(500);
        SinkSettings.Webhook settings = new SinkSettings.Webhook(url, null, Map.of(), limit, TlsSettings.DEFAULT);
        client.context.getRegistry().bind("webhookRequest", new WebhookRequest(settings));
        client.context
                .getRegistry()
                .bind("webhookHttp", new BoundedHttpClient(Trust.of(null, false), HttpLimits.of(limit)));
        String file = Path.of("routes", "sink-webhook.camel.yaml").toUri().toString();
        PluginHelper.getRoutesLoader(client.context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(client.context, file));
    }

    private static Verdict verdict(Throwable failure) {
        SinkOutcome outcome = SinkOutcome.of(failure, InstantSource.system());
        return outcome instanceof SinkOutcome.Retry
                ? Verdict.tryAgain(
                        outcome.reason(),
                        null,
                        Peer.valueOf(DeliveryProgress.of(failure).name()))
                : Verdict.permanent(outcome.reason());
    }

    private static void follow(Exchange exchange) {
        UnitOfWork unitOfWork = UnitOfWork.of(exchange);
        List<CheckId> checks = new ArrayList<>();
        for (int i = 0; i < CHECKS; i++) {
            checks.add(new CheckId("a/b/" + i));
        }
        List<AlertState> alertStates = new ArrayList<>();
        List<Notice> notices = new ArrayList<>();
        AlertStateTable.in(unitOfWork).of(checks).forEach((check, alertState) -> {
            long next = alertState.observedAt() == null
                    ? 1
                    : alertState.observedAt().toEpochMilli() + 1;
            Instant number = Instant.ofEpochMilli(next);
            Episode episode = new Episode(check + "-" + next, number, State.CRITICAL);
            alertStates.add(new AlertState(check, State.CRITICAL, number, null, episode));
            notices.add(Notices.problem(check + " " + next, check.value()));
        });
        AlertStateTable.in(unitOfWork).remember(alertStates);
        exchange.getMessage().setBody(notices);
    }

    /** Lines that outlive this process when written. */
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
