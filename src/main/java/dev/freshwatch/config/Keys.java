package dev.freshwatch.config;

import dev.freshwatch.alert.WeeklyWindow;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.config.EsmSettings.Login;
import dev.freshwatch.config.SinkSettings.Body;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.http.ProxyExclusions;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The key table: every key there is, with its type and default. Readers and documentation take them from here. */
final class Keys {

    /** Keys that belong together, as the documentation shows them. */
    record Group(String title, String intro, List<Key<?>> keys) {}

    private static final List<Group> ALL_GROUPS = new ArrayList<>();

    private static final Type<Integer> IN_A_ROW = Types.whole("number", 1, 1000);

    static {
        group("An ESM", "Any number of them, each under a name of your own: `esm.<name>.…`; here it is `soc`.");
    }

    static final Key<URI> ESM_URL = required(
            "esm.<name>.url", Addresses.PLATFORM_URL, "https://esm.example", "scheme, host and port of the ESM");
    static final Key<String> ESM_USERNAME =
            required("esm.<name>.username", Types.TEXT, "NGCP", "an account that may read devices, events and alarms");
    static final Key<Secret> ESM_PASSWORD =
            required("esm.<name>.password", Types.SECRET, "{{env:ESM_SOC_PASSWORD}}", "its password");
    static final Key<Login> ESM_LOGIN = key(
            "esm.<name>.login",
            Types.oneOf(Login.class),
            "auto",
            "how the ESM wants its login encoded; auto tries both");
    static final Key<Duration> ESM_EVERY = key(
            "esm.<name>.every", Types.DURATION, "10m", "how often a cycle starts; below 1m with a warning of the load");
    static final Key<ZoneId> ESM_ZONE = key(
            "esm.<name>.zone", Types.ZONE, "auto", "the zone of the ESM's local times; auto asks the ESM's account");
    static final Key<DateOrder> ESM_DATE_FORMAT = key(
            "esm.<name>.date-format",
            Types.DATE_ORDER,
            "auto",
            "the order in which the ESM's account shows dates; auto tells day and month by the window that was asked for");
    static final TlsKeys ESM_TLS = tls("esm.<name>");
    static final Key<Optional<URI>> ESM_PROXY = proxy("esm.<name>");
    static final Key<Duration> ESM_REQUEST_TIMEOUT =
            key("esm.<name>.request-timeout", Types.DURATION, "30s", "one HTTP request, from connect to the last byte");
    static final Key<Duration> ESM_QUERY_TIMEOUT =
            key("esm.<name>.query-timeout", Types.DURATION, "120s", "one event query, from submit to results");
    static final Key<Integer> ESM_MAX_QUERIES = key(
            "esm.<name>.max-queries",
            Types.whole("number", 1, 1000),
            "2",
            "event queries open at the same time, whatever happens; fewer while the ESM refuses them");
    static final Key<Boolean> ALARMS_ENABLED =
            key("esm.<name>.alarms.enabled", Types.BOOLEAN, "true", "watch the age of the newest alarm");
    static final Key<Optional<Window>> ALARMS_WINDOW =
            key("esm.<name>.alarms.window", Windows.TYPE, "LAST_HOUR", "how far back alarms are looked for");
    static final Key<Duration> ALARMS_WARN =
            optional("esm.<name>.alarms.warn-after", Types.DURATION, "20m", "older than this is a warning");
    static final Key<Duration> ALARMS_ERROR =
            key("esm.<name>.alarms.error-after", Types.DURATION, "30m", "older than this is critical");
    static final Key<String> ALARMS_ASSIGNED_TO = optional(
            "esm.<name>.alarms.assigned-to",
            Types.TEXT,
            "NGCP",
            "for an account that is shown only its own alarms: a user name");
    static final Key<Boolean> EVENTS_ENABLED =
            key("esm.<name>.events.enabled", Types.BOOLEAN, "true", "watch the age of each Receiver's newest event");
    static final Key<Optional<Window>> EVENTS_WINDOW =
            key("esm.<name>.events.window", Windows.TYPE, "LAST_HOUR", "how far back events are looked for");
    static final Key<Duration> EVENTS_WARN = optional(
            "esm.<name>.events.warn-after", Types.DURATION, "10m", "older than this is a warning, for each Receiver");
    static final Key<Duration> EVENTS_ERROR = key(
            "esm.<name>.events.error-after", Types.DURATION, "20m", "older than this is critical, for each Receiver");
    static final Key<Boolean> RECEIVERS_ALL = key(
            "esm.<name>.receivers",
            Types.RECEIVERS,
            "configured",
            "which are watched: those with lines of their own, or all that the ESM lists");
    static final Key<String> RECEIVER_NAME = optional(
            "esm.<name>.receiver.<id>.name", Types.TEXT, "ERC-1", "a Receiver, by its device id: names are not unique");
    static final Key<Duration> RECEIVER_WARN = optional(
            "esm.<name>.receiver.<id>.warn-after",
            Types.DURATION,
            "10m",
            "for this Receiver, in place of events.warn-after");
    static final Key<Duration> RECEIVER_ERROR = optional(
            "esm.<name>.receiver.<id>.error-after",
            Types.DURATION,
            "20m",
            "for this Receiver, in place of events.error-after");
    static final Key<Duration> CLOCK_ERROR =
            key("esm.<name>.clock.error-after", Types.DURATION, "2m", "how far the ESM's clock may be from ours");
    static final AlertKeys ESM_ALERT = alerts("esm.<name>", "ESM");

    static {
        group("A MISP", "Any number of them, each under a name of your own: `misp.<name>.…`; here it is `intel`.");
    }

    static final Key<URI> MISP_URL = required(
            "misp.<name>.url",
            Addresses.PLATFORM_BASE,
            "https://misp.example",
            "scheme, host and port of the MISP, and its path where it is below one: https://host.example/misp");
    static final Key<Secret> MISP_KEY = optional(
            "misp.<name>.key",
            Types.API_KEY,
            "{{env:MISP_KEY}}",
            "an API key of any role, for rest, events and key; without it these are not checked");
    static final Key<Secret> MISP_ADMIN_KEY = optional(
            "misp.<name>.admin-key",
            Types.API_KEY,
            "{{env:MISP_ADMIN_KEY}}",
            "an API key of a site admin, for workers and healing alone; without it workers are not checked");
    static final Key<Duration> MISP_EVERY = key(
            "misp.<name>.every", Types.DURATION, "5m", "how often a cycle starts; below 1m with a warning of the load");
    static final TlsKeys MISP_TLS = tls("misp.<name>");
    static final Key<Optional<URI>> MISP_PROXY = proxy("misp.<name>");
    static final Key<Duration> MISP_REQUEST_TIMEOUT = key(
            "misp.<name>.request-timeout", Types.DURATION, "30s", "one HTTP request, from connect to the last byte");
    static final Key<Boolean> MISP_PING =
            key("misp.<name>.ping.enabled", Types.BOOLEAN, "true", "ping the host of the MISP");
    static final Key<String> MISP_PAGE_PATH = key(
            "misp.<name>.page.path", Addresses.PATH, "/users/login", "the page that people see first, below the URL");
    static final Key<String> MISP_PAGE_TEXT = key(
            "misp.<name>.page.text",
            Types.TEXT,
            "Login",
            "a text that must be in it, in upper and lower case as written");
    static final Key<Integer> MISP_PAGE_STATUS = key(
            "misp.<name>.page.status",
            Types.whole("number", 200, 599),
            "200",
            "the status that it must have; redirects are followed on the same host only");
    static final Key<Duration> MISP_SLOW =
            key("misp.<name>.rest.slow-after", Types.DURATION, "5s", "a REST answer later than this is a warning");
    static final Key<Duration> MISP_DOWN =
            key("misp.<name>.rest.down-after", Types.DURATION, "10s", "a REST answer later than this is critical");
    static final Key<Integer> MISP_EXPECTED = optional(
            "misp.<name>.workers.expected.<queue>",
            Types.whole("number", 1, 1000),
            "2",
            "how many workers a queue must have; where not set, the most that were ever seen");
    static final Key<Set<String>> MISP_IGNORE = key(
            "misp.<name>.workers.ignore",
            Types.QUEUES,
            "scheduler",
            "queues whose workers do not matter, comma separated; none = all matter. Where nothing is written, scheduler"
                    + " matters as soon as a good worker of it was seen");
    static final Key<Boolean> MISP_TRUST_LIST = key(
            "misp.<name>.workers.trust-list",
            Types.BOOLEAN,
            "false",
            "true: a worker that is listed counts as alive, for workers that MISP can not see (in another container)");
    static final Key<Boolean> MISP_HEAL =
            key("misp.<name>.heal.enabled", Types.BOOLEAN, "false", "true restarts dead workers; see docs/healing.md");
    static final Key<Boolean> MISP_DRY_RUN = key(
            "misp.<name>.heal.dry-run",
            Types.BOOLEAN,
            "false",
            "true restarts nothing, and says in the notice what healing would have done");
    static final Key<Integer> MISP_MAX_PER_HOUR = key(
            "misp.<name>.heal.max-per-hour", Types.whole("number", 1, 60), "3", "restart calls in any hour, at most");
    static final Key<Duration> MISP_EVENTS_ERROR = optional(
            "misp.<name>.events.error-after",
            Types.DURATION,
            "1d",
            "watch the age of the newest published event; older than this is critical");
    static final Key<Duration> MISP_WARN_BEFORE = key(
            "misp.<name>.key.warn-before", Types.DURATION, "14d", "a warning from so long before an API key ends on");
    static final AlertKeys MISP_ALERT = alerts("misp.<name>", "MISP");

    static {
        group("Syslog", "Each breach as one message to a collector.");
    }

    static final Key<Boolean> SYSLOG_ENABLED = enabled("sink.syslog");
    static final Key<String> SYSLOG_HOST =
            required("sink.syslog.host", Addresses.HOST, "collector.example", "the collector");
    static final Key<Integer> SYSLOG_PORT = key("sink.syslog.port", Types.PORT, "514", "its port");
    static final Key<Protocol> SYSLOG_PROTOCOL =
            key("sink.syslog.protocol", Types.oneOf(Protocol.class), "udp", "only tcp and tls notice a lost message");
    static final Key<Format> SYSLOG_FORMAT =
            key("sink.syslog.format", Types.oneOf(Format.class), "rfc5424", "the layout of a message");
    static final Key<Body> SYSLOG_BODY = key(
            "sink.syslog.body",
            Types.oneOf(Body.class),
            "text",
            "what stands in the message: a sentence, or the Common Event Format for a SIEM");
    static final Key<Framing> SYSLOG_FRAMING = key(
            "sink.syslog.framing", Types.oneOf(Framing.class), "octet-counting", "how tcp and tls part the messages");
    static final Key<Integer> SYSLOG_FACILITY =
            key("sink.syslog.facility", Types.FACILITY, "local0", "kern, user, mail, daemon, auth … local0 to local7");
    static final TlsKeys SYSLOG_TLS = tls("sink.syslog");
    static final Key<Integer> SYSLOG_MAX_BYTES = derived(
            "sink.syslog.max-bytes",
            Types.whole("number", 480, 1_048_576),
            "8192, with udp 2048",
            "longer messages are cut with a mark");
    static final Key<Boolean> SYSLOG_GROUP = grouping("sink.syslog", "false");

    static {
        group("Mail", "Each breach as one mail to all addressees.");
    }

    static final Key<Boolean> MAIL_ENABLED = enabled("sink.mail");
    static final Key<String> MAIL_HOST = required("sink.mail.host", Addresses.HOST, "mail.example", "the mail server");
    static final Key<Integer> MAIL_PORT = key("sink.mail.port", Types.PORT, "587", "its port");
    static final Key<Security> MAIL_SECURITY = key(
            "sink.mail.security",
            Types.oneOf(Security.class),
            "starttls",
            "starttls is required, not only tried; tls is from the first byte, often on port 465");
    static final Key<String> MAIL_USERNAME =
            optional("sink.mail.username", Types.TEXT, "freshwatch", "for servers that want a login");
    static final Key<Secret> MAIL_PASSWORD =
            optional("sink.mail.password", Types.SECRET, "{{env:SINK_MAIL_PASSWORD}}", "goes with username");
    static final Key<String> MAIL_FROM =
            required("sink.mail.from", Addresses.MAILBOX, "freshwatch@soc.example", "the sender");
    static final Key<List<String>> MAIL_TO =
            required("sink.mail.to", Addresses.MAILBOXES, "oncall@soc.example", "the addressees, comma separated");
    static final Key<String> MAIL_HELO = derived(
            "sink.mail.helo",
            Addresses.HOST,
            "the host name",
            "how the server is greeted, for servers that are strict");
    static final TlsKeys MAIL_TLS = tls("sink.mail");
    static final Key<Boolean> MAIL_GROUP = grouping("sink.mail", "true");

    static {
        group("Webhook", "Each breach as one POST of a CloudEvent in JSON.");
    }

    static final Key<Boolean> WEBHOOK_ENABLED = enabled("sink.webhook");
    static final Key<URI> WEBHOOK_URL =
            required("sink.webhook.url", Addresses.URL, "https://hooks.example/freshwatch", "where it is sent");
    static final Key<Secret> WEBHOOK_SECRET = optional(
            "sink.webhook.secret",
            Types.SECRET,
            "{{env:SINK_WEBHOOK_SECRET}}",
            "signs the body: HMAC-SHA256 in X-Freshwatch-Signature");
    static final Key<Secret> WEBHOOK_HEADER =
            optional("sink.webhook.header.<Name>", Types.HEADER, "Bearer {{env:HOOK_TOKEN}}", "a header of your own");
    static final Key<Duration> WEBHOOK_REQUEST_TIMEOUT =
            key("sink.webhook.request-timeout", Types.DURATION, "10s", "one request, from connect to the last byte");
    static final TlsKeys WEBHOOK_TLS = tls("sink.webhook");
    static final Key<Optional<URI>> WEBHOOK_PROXY = proxy("sink.webhook");
    static final Key<Boolean> WEBHOOK_GROUP = grouping("sink.webhook", "false");

    static {
        group("Secrets of services", "Route files name them; what they hold never stands there.");
    }

    static final Key<Secret> SERVICE_SECRET = optional(
            "secret.<name>",
            Types.SECRET,
            "Bearer {{file:wiki.token}}",
            "a header, body, URL or token that a service needs: its parameter is just secret.<name>");

    static {
        group("Jobs that report in", "Where the template `service-push` looks for their files.");
    }

    static final Key<String> PUSH_FOLDER = key(
            "push.folder",
            Types.FILE,
            "reports",
            "the folder of their files, `<name>/<what>`; jobs write there, so keep it apart from the store");

    static {
        group(
                "When people are told",
                "How often something must be seen before it is told. Each of these keys also exists for one platform alone.");
    }

    static final AlertKeys ALERT = new AlertKeys(
            key("alert.confirm", IN_A_ROW, "1", "so many observations in a row before something worse is told"),
            key(
                    "alert.confirm-every",
                    Types.DURATION,
                    "30s",
                    "the pace of the observations while a problem is unconfirmed"),
            key("alert.recover", IN_A_ROW, "1", "so many observations in a row before something better is told"),
            key(
                    "alert.remind-every",
                    Types.DURATION_OR_NONE,
                    "4h",
                    "a reminder so long after the last notice of an open problem; 0 is never"),
            key(
                    "alert.unknown-after",
                    Types.DURATION,
                    "15m",
                    "a check that could not be judged for so long is announced itself"),
            key(
                    "alert.group-at",
                    IN_A_ROW,
                    "5",
                    "so many turns of one platform in one cycle make one notice, in the sinks that group"),
            key(
                    "alert.flapping",
                    Types.BOOLEAN,
                    "true",
                    "true tells once of a check that turns again and again, and once when it is calm; false tells each turn"));

    static {
        group("Maintenance", "Times that come again each week in which nobody is told, under names of your own.");
    }

    static final Key<List<String>> SILENCE_CHECKS = required(
            "silence.<name>.checks", Types.GLOBS, "esm/soc/*", "the checks that are silenced: checked, and not told");
    static final Key<List<WeeklyWindow>> SILENCE_WHEN = required(
            "silence.<name>.when",
            WeeklyTimes.TYPE,
            "Sun 02:00-04:00",
            "on which days and from when to when, comma separated");
    static final Key<ZoneId> SILENCE_ZONE =
            key("silence.<name>.zone", Types.ZONE, "auto", "the zone of these times; auto is that of this machine");
    static final Key<String> SILENCE_REASON =
            optional("silence.<name>.reason", Types.TEXT, "weekly patches", "is shown by status");
    static final Key<Boolean> SILENCE_HEAL =
            key("silence.<name>.heal", Types.BOOLEAN, "true", "false: nothing is healed either in these times");

    static {
        group("Health and metrics", "What others can read of the watch over HTTP: [observing.md](observing.md).");
    }

    static final Key<Boolean> WEB_ENABLED =
            key("web.enabled", Types.BOOLEAN, "true", "false opens no port: no health, no metrics");
    static final Key<String> WEB_HOST =
            key("web.host", Addresses.HOST, "127.0.0.1", "where it is served; not loopback only with a password");
    static final Key<Integer> WEB_PORT =
            key("web.port", Types.whole("port", 0, 65_535), "8080", "its port; 0 takes any free one");
    static final Key<String> WEB_USERNAME =
            optional("web.username", Types.TEXT, "prometheus", "who may read; nothing = everybody");
    static final Key<Secret> WEB_PASSWORD =
            optional("web.password", Types.SECRET, "{{env:WEB_PASSWORD}}", "goes with username");

    static {
        group(
                "Heartbeat",
                "An outside dead-man's switch, called while all is well with the watch itself:"
                        + " [observing.md](observing.md#heartbeat).");
    }

    static final Key<URI> HEARTBEAT_URL = optional(
            "heartbeat.url",
            Addresses.URL,
            "https://heartbeat.example/{{env:HEARTBEAT_TOKEN}}",
            "called by GET; never shown, it may hold a token");
    static final Key<Duration> HEARTBEAT_EVERY =
            key("heartbeat.every", Types.DURATION, "5m", "how often; the other side should wait for twice as long");
    static final TlsKeys HEARTBEAT_TLS = tls("heartbeat");
    static final Key<Optional<URI>> HEARTBEAT_PROXY = proxy("heartbeat");

    static {
        group(
                "A proxy",
                "By which ESM, MISP, services, webhook and heartbeat are called; none of it is taken from elsewhere:"
                        + " [proxies.md](proxies.md).");
    }

    static final Key<URI> PROXY_URL = optional(
            "proxy.url",
            ProxyTypes.URL,
            "http://proxy.example:3128",
            "for all that have no `.proxy` of their own, which may be `none` or another URL");
    static final Key<String> PROXY_USERNAME =
            optional("proxy.username", Types.TEXT, "freshwatch", "for proxies that want a login (Basic)");
    static final Key<Secret> PROXY_PASSWORD =
            optional("proxy.password", Types.SECRET, "{{env:PROXY_PASSWORD}}", "goes with username");
    static final Key<ProxyExclusions> PROXY_EXCLUDE = optional(
            "proxy.exclude",
            ProxyTypes.EXCLUSIONS,
            "localhost, *.plant.example, 10.0.0.0/8",
            "hosts, `*.suffix`, addresses and ranges that are called without proxy.url, as they stand in the URLs");

    static {
        group("The watch itself", "");
    }

    static final Key<Boolean> OWN_SINK_ENABLED = key(
            "sink.<sink>.enabled",
            Types.BOOLEAN,
            "true",
            "false switches a sink of your own off that stands in routes/");
    static final Key<Boolean> OWN_SINK_GROUP = grouping("sink.<sink>", "false");
    static final Key<String> INSTANCE_NAME =
            derived("instance.name", Types.INSTANCE_NAME, "the host name", "who we say we are, in syslog and webhook");
    static final Key<Duration> OUTBOX_MAX_PAUSE =
            key("outbox.max-pause", Types.DURATION, "2m", "the longest pause between two tries of a sink");
    static final Key<Duration> OUTBOX_KEEP_FOR =
            key("outbox.keep-for", Types.DURATION, "7d", "an undelivered notice is kept and tried for so long");
    static final Key<Duration> OUTBOX_REPORT_AFTER = key(
            "outbox.report-after",
            Types.DURATION,
            "10m",
            "a sink that has failed for so long is a problem itself, told through the others");
    static final Key<DrillSettings> DRILL_EVERY = optional(
            "drill.every",
            DrillSettings.TYPE,
            "1d at 08:00",
            "a drill through all sinks so often, or at that time of the day");
    static final Key<StateUrl> STATE_URL = key(
            "state.url",
            StateUrl.TYPE,
            "jdbc:sqlite:state/freshwatch.db",
            "where the state is kept; or jdbc:postgresql://host/database, see docs/store.md");
    static final Key<String> STATE_USERNAME =
            optional("state.username", Types.TEXT, "freshwatch", "for PostgreSQL: whose tables they are");
    static final Key<Secret> STATE_PASSWORD =
            optional("state.password", Types.SECRET, "{{env:STATE_PASSWORD}}", "goes with username");
    static final Key<String> LOG_LEVEL =
            key("log.level", Types.oneOf("error", "warn", "info", "debug", "trace"), "info", "how much is logged");
    static final Key<String> LOG_FORMAT = key("log.format", Types.oneOf("text", "json"), "text", "how it is logged");

    private Keys() {}

    static List<Group> groups() {
        return List.copyOf(ALL_GROUPS);
    }

    static List<Key<?>> all() {
        return ALL_GROUPS.stream().flatMap(group -> group.keys().stream()).toList();
    }

    /** The row that this key belongs to. */
    static Optional<Key<?>> find(String key) {
        return ALL_GROUPS.stream()
                .<Key<?>>flatMap(group -> group.keys().stream())
                .filter(row -> row.matches(key))
                .findFirst();
    }

    static boolean isSecret(String key) {
        return find(key).map(Key::secret).orElse(false);
    }

    /** Whether this key is about one Receiver. */
    static boolean isReceiver(String key) {
        return RECEIVER_NAME.matches(key) || RECEIVER_WARN.matches(key) || RECEIVER_ERROR.matches(key);
    }

    /** Whether this is a row for a sink of a user's own. */
    static boolean isOwnSink(Key<?> row) {
        return row == OWN_SINK_ENABLED || row == OWN_SINK_GROUP;
    }

    private static void group(String title, String intro) {
        ALL_GROUPS.add(new Group(title, intro, new ArrayList<>()));
    }

    private static <T> Key<T> key(String pattern, Type<T> type, String defaultText, String description) {
        return row(new Key<>(pattern, type, defaultText, defaultText, false, null, description));
    }

    /** Where the default is not always the same. */
    private static <T> Key<T> derived(String pattern, Type<T> type, String defaultWords, String description) {
        return row(new Key<>(pattern, type, null, defaultWords, false, null, description));
    }

    private static <T> Key<T> optional(String pattern, Type<T> type, String example, String description) {
        return row(new Key<>(pattern, type, null, null, false, example, description));
    }

    private static <T> Key<T> required(String pattern, Type<T> type, String example, String description) {
        return row(new Key<>(pattern, type, null, null, true, example, description));
    }

    /** The keys that stand for one platform in place of those for all. */
    private static AlertKeys alerts(String owner, String what) {
        String instead = "for this " + what + ", in place of alert.";
        return new AlertKeys(
                optional(owner + ".alert.confirm", IN_A_ROW, "3", instead + "confirm"),
                optional(owner + ".alert.confirm-every", Types.DURATION, "30s", instead + "confirm-every"),
                optional(owner + ".alert.recover", IN_A_ROW, "2", instead + "recover"),
                optional(owner + ".alert.remind-every", Types.DURATION_OR_NONE, "1d", instead + "remind-every"),
                optional(owner + ".alert.unknown-after", Types.DURATION, "30m", instead + "unknown-after"),
                optional(owner + ".alert.group-at", IN_A_ROW, "10", instead + "group-at"),
                optional(owner + ".alert.flapping", Types.BOOLEAN, "false", instead + "flapping"));
    }

    private static Key<Boolean> enabled(String sink) {
        return key(sink + ".enabled", Types.BOOLEAN, "false", "true sends notices there");
    }

    private static Key<Boolean> grouping(String sink, String standard) {
        return key(sink + ".group", Types.BOOLEAN, standard, "true gets one notice where many checks turn at once");
    }

    private static TlsKeys tls(String owner) {
        String tls = owner + ".tls.";
        return new TlsKeys(
                optional(tls + "ca-file", Types.FILE, "ca.pem", "whom to trust, as PEM, in place of Java's own list"),
                key(tls + "insecure", Types.BOOLEAN, "false", "true trusts anybody; warned about at each start"),
                optional(tls + "cert-file", Types.FILE, "client.pem", "our own certificate, for a peer that asks: PEM"),
                optional(tls + "key-file", Types.FILE, "client.key", "goes with cert-file: its key, PEM, PKCS#8"),
                optional(
                        tls + "key-password",
                        Types.SECRET,
                        "{{env:CLIENT_KEY_PASSWORD}}",
                        "of the key, where it is encrypted"));
    }

    private static Key<Optional<URI>> proxy(String owner) {
        return optional(owner + ".proxy", ProxyTypes.OWN, "none", "in place of proxy.url; none = no proxy");
    }

    private static <T> Key<T> row(Key<T> key) {
        ALL_GROUPS.get(ALL_GROUPS.size() - 1).keys().add(key);
        return key;
    }
}
