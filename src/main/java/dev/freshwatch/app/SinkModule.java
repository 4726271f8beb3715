package dev.freshwatch.app;

import dev.freshwatch.config.Settings;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Mail;
import dev.freshwatch.config.SinkSettings.Syslog;
import dev.freshwatch.config.SinkSettings.Webhook;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.outbox.FailureRule;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.outbox.OutboxComponent;
import dev.freshwatch.outbox.OutboxEvents;
import dev.freshwatch.outbox.OutboxTimes;
import dev.freshwatch.outbox.SinkRelay;
import dev.freshwatch.route.SinkBeans;
import dev.freshwatch.sink.DeliveryProgress;
import dev.freshwatch.sink.MailMessage;
import dev.freshwatch.sink.MailSession;
import dev.freshwatch.sink.NoticeFile;
import dev.freshwatch.sink.NoticeText;
import dev.freshwatch.sink.SinkOutcome;
import dev.freshwatch.sink.SinkRemedies;
import dev.freshwatch.sink.SinkRequest;
import dev.freshwatch.sink.SyslogMessage;
import dev.freshwatch.sink.SyslogPipeline;
import dev.freshwatch.sink.WebhookRequest;
import dev.freshwatch.store.Store;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.camel.main.Main;

/** The beans that the routes of the shipped sinks call, and the outboxes that these read. */
final class SinkModule implements AppModule {

    /** Addresses composed of several keys. */
    static final Set<String> PLACEHOLDERS = Set.of("syslog-collector", "mail-server");

    private static final Duration MAIL_LIMIT = Duration.ofSeconds(60);
    private static final Duration SYSLOG_WRITE_LIMIT = Duration.ofSeconds(20);

    private final CamelAssembly assembly;
    private final Set<String> names;
    private final OutboxEvents events;
    private final SinkRelay relay;
    /** Asked when a sink refuses credentials: whether changed secrets are being read. */
    private final BooleanSupplier secretsReadAnew;

    /**
     * Creates the module.
     *
     * @param names  of all sinks that have a route, including disabled ones
     * @param events receives the outcome of each delivery attempt
     */
    SinkModule(CamelAssembly assembly, Set<String> names, OutboxEvents events) {
        this(assembly, names, events, new SinkRelay(), () -> false);
    }

    /** Creates it with a relay. @param relay what the outboxes of one configuration hand over to those of the next */
    SinkModule(
            CamelAssembly assembly,
            Set<String> names,
            OutboxEvents events,
            SinkRelay relay,
            BooleanSupplier secretsReadAnew) {
        this.relay = relay;
        this.secretsReadAnew = secretsReadAnew;
        this.assembly = assembly;
        this.names = Set.copyOf(names);
        this.events = events;
    }

    @Override
    public void bind() throws IOException {
        Main camel = assembly.camel();
        SinkSettings sinks = assembly.settings().sinks();
        camel.bind("noticeText", new NoticeText());
        camel.bind("noticeFile", new NoticeFile(assembly.settings().directory()));
        camel.bind("sinkRequest", new SinkRequest(assembly.loaded().secrets()));
        bindOwn(camel, sinks);
        Syslog syslog = sinks.syslog();
        if (syslog != null) {
            camel.addInitialProperty("syslog-collector", SyslogPipeline.address(syslog));
            camel.bind("syslogMessage", new SyslogMessage(syslog, ZoneId.systemDefault(), BuildInfo.version()));
            camel.bind(
                    "syslogPipeline",
                    new SyslogPipeline(syslog, CamelAssembly.trust(syslog.tls()), SYSLOG_WRITE_LIMIT));
        }
        Mail mail = sinks.mail();
        if (mail != null) {
            camel.addInitialProperty("mail-server", MailSession.address(mail));
            camel.bind("mailMessage", new MailMessage(mail, sinks.groups("mail")));
            camel.bind(
                    "mailSender",
                    new MailSession(mail, CamelAssembly.trust(mail.tls()).context(), MAIL_LIMIT));
        }
        Webhook webhook = sinks.webhook();
        if (webhook != null) {
            camel.bind("webhookRequest", new WebhookRequest(webhook));
            HttpLimits limits = HttpLimits.of(webhook.requestTimeout()).withoutBodies();
            camel.bind(
                    "webhookHttp",
                    new BoundedHttpClient(
                            CamelAssembly.trust(webhook.tls()),
                            limits,
                            assembly.proxies().of("sink.webhook")));
        }
    }

    /** What steps of an operator's own sinks name: certificates and proxy are those of the sink's keys. */
    private void bindOwn(Main camel, SinkSettings sinks) throws IOException {
        HttpLimits limits = HttpLimits.of(SinkRequest.TIMEOUT).withMaxBytes(SinkRequest.MAX_BYTES);
        Trust usual = CamelAssembly.trust(TlsSettings.DEFAULT);
        camel.bind(
                SinkBeans.HTTP_OF_ALL,
                new BoundedHttpClient(usual, limits, assembly.proxies().of("sink")));
        for (String name : names) {
            TlsSettings tls = sinks.ownTls(name);
            Trust trust = tls.equals(TlsSettings.DEFAULT) ? usual : CamelAssembly.trust(tls);
            camel.bind(
                    SinkBeans.HTTP + name,
                    new BoundedHttpClient(trust, limits, assembly.proxies().of("sink." + name)));
            camel.bind(SinkBeans.TRUST + name, trust);
        }
    }

    /** The outboxes of all sinks in this store. */
    OutboxComponent outbox(Store store) {
        Settings settings = assembly.settings();
        Set<String> disabled = new TreeSet<>(names);
        disabled.removeIf(settings.sinks()::isOn);
        OutboxTimes times = OutboxTimes.DEFAULT.with(
                settings.outbox().maxPause(), settings.outbox().keepFor());
        return new OutboxComponent(store, rule(settings.sinks(), assembly.clock()), disabled, times, relay)
                .grouping(settings.sinks().grouping())
                .filters(settings.sinks().filters())
                .origin(assembly.origin())
                .events(events);
    }

    @Override
    public void begin(WatchContext watch) {
        assembly.bind("outbox", watch.outbox());
    }

    private FailureRule rule(SinkSettings sinks, InstantSource clock) {
        SinkRemedies remedies = new SinkRemedies(sinks);
        return new FailureRule() {
            @Override
            public Verdict judge(Throwable failure) {
                return verdict(failure, clock);
            }

            @Override
            public Verdict judge(String sink, Throwable failure) {
                Verdict verdict = judge(failure);
                if (SinkOutcome.refusesCredentials(failure) && secretsReadAnew.getAsBoolean() && verdict.permanent()) {
                    return Verdict.tryAgain(verdict.reason(), null, verdict.peer());
                }
                return verdict.permanent() ? verdict : verdict.saying(remedies.of(sink, failure, verdict.reason()));
            }
        };
    }

    /** Converts the outcome of a sink failure for the outbox. */
    static Verdict verdict(Throwable failure, InstantSource clock) {
        SinkOutcome outcome = SinkOutcome.of(failure, clock);
        Peer peer =
                switch (DeliveryProgress.of(failure)) {
                    case ANSWERED -> Peer.ANSWERED;
                    case UNREACHED -> Peer.UNREACHED;
                    case PARTLY -> Peer.PARTLY;
                    case UNKNOWN -> Peer.UNKNOWN;
                };
        return outcome instanceof SinkOutcome.Retry retry
                ? Verdict.tryAgain(retry.reason(), retry.after(), peer)
                : Verdict.permanent(((SinkOutcome.Permanent) outcome).reason());
    }
}
