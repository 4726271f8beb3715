package dev.freshwatch.config;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.WeeklyWindow;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.config.EsmSettings.Login;
import dev.freshwatch.config.SinkSettings.Body;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.freshness.State;
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
        group(
                "An ESM",
                "Configure as many as you like, each under a name of your choice: `esm.<name>.…`. The examples use `soc`.");
    }

    static final Key<URI> ESM_URL = required(
            "esm.<name>.url", Addresses.PLATFORM_URL, "https://esm.example", "scheme, host and port of the ESM");
    static final Key<String> ESM_USERNAME =
            required("esm.<name>.username", Types.TEXT, "NGCP", "an account that can read devices, events and alarms");
    static final Key<Secret> ESM_PASSWORD =
            required("esm.<name>.password", Types.SECRET, "{{env:ESM_SOC_PASSWORD}}", "password of that account");
    static final Key<Login> ESM_LOGIN = key(
            "esm.<name>.login",
            Types.oneOf(Login.class),
            "auto",
            "login encoding that the ESM expects; auto tries both");
    static final Key<Duration> ESM_EVERY = key(
            "esm.<name>.every",
            Types.DURATION,
            "10m",
            "time between cycle starts; less than 1m is warned about, because of the load");
    static final Key<ZoneId> ESM_ZONE = key(
            "esm.<name>.zone",
            Types.ZONE,
            "auto",
            "time zone of the ESM's local times; auto reads it from the ESM account");
    static final Key<DateOrder> ESM_DATE_FORMAT = key(
            "esm.<name>.date-format",
            Types.DATE_ORDER,
            "auto",
            "order of date fields in the ESM account's settings; auto works out day and month from the requested window");
    static final TlsKeys ESM_TLS = tls("esm.<name>");
    static final Key<Optional<URI>> ESM_PROXY = proxy("esm.<name>");
    static final Key<Duration> ESM_REQUEST_TIMEOUT = key(
            "esm.<name>.request-timeout",
            Types.DURATION,
            "30s",
            "time limit of one HTTP request, from connecting to the last byte");
    static final Key<Duration> ESM_QUERY_TIMEOUT = key(
            "esm.<name>.query-timeout",
            Types.DURATION,
            "120s",
            "time limit of one event query, from submission to results");
    static final Key<Integer> ESM_MAX_QUERIES = key(
            "esm.<name>.max-queries",
            Types.whole("number", 1, 1000),
            "2",
            "upper limit of event queries open at the same time; fewer at first, and while the ESM refuses them or is slow");
    static final Key<Optional<Integer>> ESM_MAX_QUERIES_PER_HOUR = key(
            "esm.<name>.max-queries-per-hour",
            Types.NUMBER_OR_NONE,
            "none",
            "upper limit of event queries opened in any hour; a Receiver that is not queried because of it is unknown");
    static final Key<Boolean> ESM_BULK = key(
            "esm.<name>.bulk",
            Types.AUTO_OR_OFF,
            "auto",
            "one call a cycle for the last events of all Receivers, which spares queries where it has proven right; off ="
                    + " a query for each Receiver");
    static final Key<Boolean> ALARMS_ENABLED =
            key("esm.<name>.alarms.enabled", Types.BOOLEAN, "true", "watch the age of the newest alarm");
    static final Key<Optional<Window>> ALARMS_WINDOW =
            key("esm.<name>.alarms.window", Windows.TYPE, "LAST_HOUR", "how far back to look for alarms");
    static final Key<Duration> ALARMS_WARN = optional(
            "esm.<name>.alarms.warn-after", Types.DURATION, "20m", "warning if the newest alarm is older than this");
    static final Key<Duration> ALARMS_ERROR = key(
            "esm.<name>.alarms.error-after", Types.DURATION, "30m", "critical if the newest alarm is older than this");
    static final Key<String> ALARMS_ASSIGNED_TO = optional(
            "esm.<name>.alarms.assigned-to",
            Types.TEXT,
            "NGCP",
            "user name to filter by, for an account that sees only its own alarms");
    static final Key<Boolean> EVENTS_ENABLED =
            key("esm.<name>.events.enabled", Types.BOOLEAN, "true", "watch the age of each Receiver's newest event");
    static final Key<Optional<Window>> EVENTS_WINDOW =
            key("esm.<name>.events.window", Windows.TYPE, "LAST_HOUR", "how far back to look for events");
    static final Key<Duration> EVENTS_WARN = optional(
            "esm.<name>.events.warn-after",
            Types.DURATION,
            "10m",
            "warning if a Receiver's newest event is older than this");
    static final Key<Duration> EVENTS_ERROR = key(
            "esm.<name>.events.error-after",
            Types.DURATION,
            "20m",
            "critical if a Receiver's newest event is older than this");
    static final Key<Boolean> RECEIVERS_ALL = key(
            "esm.<name>.receivers",
            Types.RECEIVERS,
            "configured",
            "which Receivers to watch: those configured here, or all that the ESM lists");
    static final Key<String> RECEIVER_NAME = optional(
            "esm.<name>.receiver.<id>.name",
            Types.TEXT,
            "ERC-1",
            "display name of a Receiver; the key contains its device id, because names are not unique");
    static final Key<Duration> RECEIVER_WARN = optional(
            "esm.<name>.receiver.<id>.warn-after",
            Types.DURATION,
            "10m",
            "for this Receiver, instead of events.warn-after");
    static final Key<Duration> RECEIVER_ERROR = optional(
            "esm.<name>.receiver.<id>.error-after",
            Types.DURATION,
            "20m",
            "for this Receiver, instead of events.error-after");
    static final Key<Duration> CLOCK_ERROR = key(
            "esm.<name>.clock.error-after",
            Types.DURATION,
            "2m",
            "largest accepted difference between the ESM's clock and the local clock");
    static final AlertKeys ESM_ALERT = alerts("esm.<name>", "ESM");

    static {
        group(
                "A MISP",
                "Configure as many as you like, each under a name of your choice: `misp.<name>.…`. The examples use `intel`.");
    }

    static final Key<URI> MISP_URL = required(
            "misp.<name>.url",
            Addresses.PLATFORM_BASE,
            "https://misp.example",
            "scheme, host and port of the MISP, with a path if it has one: https://host.example/misp");
    static final Key<Secret> MISP_KEY = optional(
            "misp.<name>.key",
            Types.API_KEY,
            "{{env:MISP_KEY}}",
            "an API key of any role, for the checks rest, events and key; without it they do not run");
    static final Key<Secret> MISP_ADMIN_KEY = optional(
            "misp.<name>.admin-key",
            Types.API_KEY,
            "{{env:MISP_ADMIN_KEY}}",
            "an API key of a site admin, used only for workers and healing; without it workers are not checked");
    static final Key<Duration> MISP_EVERY = key(
            "misp.<name>.every",
            Types.DURATION,
            "5m",
            "time between cycle starts; less than 1m is warned about, because of the load");
    static final TlsKeys MISP_TLS = tls("misp.<name>");
    static final Key<Optional<URI>> MISP_PROXY = proxy("misp.<name>");
    static final Key<Duration> MISP_REQUEST_TIMEOUT = key(
            "misp.<name>.request-timeout",
            Types.DURATION,
            "30s",
            "time limit of one HTTP request, from connecting to the last byte");
    static final Key<Boolean> MISP_PING =
            key("misp.<name>.ping.enabled", Types.BOOLEAN, "true", "ping the host of the MISP");
    static final Key<String> MISP_PAGE_PATH = key(
            "misp.<name>.page.path", Addresses.PATH, "/users/login", "path of the page to check, relative to the URL");
    static final Key<String> MISP_PAGE_TEXT =
            key("misp.<name>.page.text", Types.TEXT, "Login", "text that the page must contain; case-sensitive");
    static final Key<Integer> MISP_PAGE_STATUS = key(
            "misp.<name>.page.status",
            Types.whole("number", 200, 599),
            "200",
            "HTTP status that the page must have; redirects are followed on the same host only");
    static final Key<Duration> MISP_PAGE_SLOW =
            optional("misp.<name>.page.slow-after", Types.DURATION, "5s", "warning if the page takes longer than this");
    static final Key<Duration> MISP_PAGE_DOWN =
            key("misp.<name>.page.down-after", Types.DURATION, "10s", "critical if the page takes longer than this");
    static final Key<Duration> MISP_SLOW =
            key("misp.<name>.rest.slow-after", Types.DURATION, "5s", "warning if a REST answer takes longer than this");
    static final Key<Duration> MISP_DOWN = key(
            "misp.<name>.rest.down-after", Types.DURATION, "10s", "critical if a REST answer takes longer than this");
    static final Key<Integer> MISP_EXPECTED = optional(
            "misp.<name>.workers.expected.<queue>",
            Types.whole("number", 1, 1000),
            "2",
            "number of workers that a queue must have; if not set, the largest number seen so far");
    static final Key<Set<String>> MISP_IGNORE = key(
            "misp.<name>.workers.ignore",
            Types.QUEUES,
            "scheduler",
            "queues to ignore; none = ignore none. If the key is not set, scheduler"
                    + " counts as soon as a good worker of it has been seen");
    static final Key<Boolean> MISP_TRUST_LIST = key(
            "misp.<name>.workers.trust-list",
            Types.BOOLEAN,
            "false",
            "true counts every listed worker as alive; for workers that MISP cannot see (in another container)");
    static final Key<Boolean> MISP_HEAL =
            key("misp.<name>.heal.enabled", Types.BOOLEAN, "false", "true restarts dead workers; see docs/healing.md");
    static final Key<Boolean> MISP_DRY_RUN = key(
            "misp.<name>.heal.dry-run",
            Types.BOOLEAN,
            "false",
            "true restarts nothing and says in the notice what healing would have done");
    static final Key<Integer> MISP_MAX_PER_HOUR = key(
            "misp.<name>.heal.max-per-hour",
            Types.whole("number", 1, 60),
            "3",
            "upper limit of restart calls in any hour");
    static final Key<Duration> MISP_EVENTS_ERROR = optional(
            "misp.<name>.events.error-after",
            Types.DURATION,
            "1d",
            "critical if the newest published event is older than this; setting it turns the check on");
    static final Key<Duration> MISP_WARN_BEFORE = key(
            "misp.<name>.key.warn-before",
            Types.DURATION,
            "14d",
            "how long before the expiry of an API key the warning starts");
    static final AlertKeys MISP_ALERT = alerts("misp.<name>", "MISP");

    static {
        group("Syslog", "Sends each notice as one message to a collector.");
    }

    static final Key<Boolean> SYSLOG_ENABLED = enabled("sink.syslog");
    static final Key<String> SYSLOG_HOST =
            required("sink.syslog.host", Addresses.HOST, "collector.example", "host of the collector");
    static final Key<Integer> SYSLOG_PORT = key("sink.syslog.port", Types.PORT, "514", "port of the server");
    static final Key<Protocol> SYSLOG_PROTOCOL = key(
            "sink.syslog.protocol",
            Types.oneOf(Protocol.class),
            "udp",
            "transport; only tcp and tls detect a lost message");
    static final Key<Format> SYSLOG_FORMAT =
            key("sink.syslog.format", Types.oneOf(Format.class), "rfc5424", "message format");
    static final Key<Body> SYSLOG_BODY = key(
            "sink.syslog.body",
            Types.oneOf(Body.class),
            "text",
            "content of the message: a sentence, or the Common Event Format for a SIEM");
    static final Key<Framing> SYSLOG_FRAMING = key(
            "sink.syslog.framing",
            Types.oneOf(Framing.class),
            "octet-counting",
            "how messages are separated with tcp and tls");
    static final Key<Integer> SYSLOG_FACILITY = key(
            "sink.syslog.facility",
            Types.FACILITY,
            "local0",
            "facility: kern, user, mail, daemon, auth … local0 to local7");
    static final TlsKeys SYSLOG_TLS = tls("sink.syslog");
    static final Key<Integer> SYSLOG_MAX_BYTES = derived(
            "sink.syslog.max-bytes",
            Types.whole("number", 480, 1_048_576),
            "8192, with udp 2048",
            "longer messages are truncated and marked with …");
    static final Key<Boolean> SYSLOG_GROUP = grouping("sink.syslog", "false");
    static final FilterKeys SYSLOG_FILTER = filter("sink.syslog");

    static {
        group("Mail", "Sends each notice as one mail to all recipients.");
    }

    static final Key<Boolean> MAIL_ENABLED = enabled("sink.mail");
    static final Key<String> MAIL_HOST = required("sink.mail.host", Addresses.HOST, "mail.example", "the mail server");
    static final Key<Integer> MAIL_PORT = key("sink.mail.port", Types.PORT, "587", "port of the server");
    static final Key<Security> MAIL_SECURITY = key(
            "sink.mail.security",
            Types.oneOf(Security.class),
            "starttls",
            "starttls is required, never optional; tls starts with the first byte, often on port 465");
    static final Key<String> MAIL_USERNAME =
            optional("sink.mail.username", Types.TEXT, "freshwatch", "user name, for servers that require a login");
    static final Key<Secret> MAIL_PASSWORD =
            optional("sink.mail.password", Types.SECRET, "{{env:SINK_MAIL_PASSWORD}}", "password of that user");
    static final Key<String> MAIL_FROM =
            required("sink.mail.from", Addresses.MAILBOX, "freshwatch@soc.example", "the sender");
    static final Key<List<String>> MAIL_TO =
            required("sink.mail.to", Addresses.MAILBOXES, "oncall@soc.example", "the recipients, comma separated");
    static final Key<String> MAIL_HELO = derived(
            "sink.mail.helo", Addresses.HOST, "the host name", "host name in the greeting (EHLO), for strict servers");
    static final TlsKeys MAIL_TLS = tls("sink.mail");
    static final Key<Boolean> MAIL_GROUP = grouping("sink.mail", "true");
    static final FilterKeys MAIL_FILTER = filter("sink.mail");

    static {
        group("Webhook", "Sends each notice as one POST of a CloudEvent in JSON.");
    }

    static final Key<Boolean> WEBHOOK_ENABLED = enabled("sink.webhook");
    static final Key<URI> WEBHOOK_URL =
            required("sink.webhook.url", Addresses.URL, "https://hooks.example/freshwatch", "URL to post to");
    static final Key<Secret> WEBHOOK_SECRET = optional(
            "sink.webhook.secret",
            Types.SECRET,
            "{{env:SINK_WEBHOOK_SECRET}}",
            "key for signing the body: HMAC-SHA256 in X-Freshwatch-Signature");
    static final Key<Secret> WEBHOOK_HEADER = optional(
            "sink.webhook.header.<Name>", Types.HEADER, "Bearer {{env:HOOK_TOKEN}}", "additional request header");
    static final Key<Duration> WEBHOOK_REQUEST_TIMEOUT = key(
            "sink.webhook.request-timeout",
            Types.DURATION,
            "10s",
            "time limit of one request, from connecting to the last byte");
    static final TlsKeys WEBHOOK_TLS = tls("sink.webhook");
    static final Key<Optional<URI>> WEBHOOK_PROXY = proxy("sink.webhook");
    static final Key<Boolean> WEBHOOK_GROUP = grouping("sink.webhook", "false");
    static final FilterKeys WEBHOOK_FILTER = filter("sink.webhook");

    static {
        group("Secrets of services", "Route files refer to these by name and never contain the values.");
    }

    static final Key<Secret> SERVICE_SECRET = optional(
            "secret.<name>",
            Types.SECRET,
            "Bearer {{file:wiki.token}}",
            "a header, body, URL or token for a service; the parameter of the service is then secret.<name>");

    static {
        group("Jobs that report in", "Used by the template `service-push`.");
    }

    static final Key<String> PUSH_FOLDER = key(
            "push.folder",
            Types.FILE,
            "reports",
            "folder of the report files, `<name>/<what>`; jobs write to it, so keep it separate from the store");

    static {
        group(
                "Alerting",
                "When notices are sent: [alerts.md](alerts.md). Each of these keys can also be set for a single platform.");
    }

    static final AlertKeys ALERT = new AlertKeys(
            key(
                    "alert.confirm",
                    IN_A_ROW,
                    "1",
                    "observations in a row before a problem, or a change for the worse, is notified"),
            key(
                    "alert.confirm-every",
                    Types.DURATION,
                    "30s",
                    "time between observations while a problem is unconfirmed"),
            key(
                    "alert.recover",
                    IN_A_ROW,
                    "1",
                    "observations in a row before a recovery, or a change for the better, is notified"),
            key(
                    "alert.remind-every",
                    Types.DURATION_OR_NONE,
                    "4h",
                    "time from the last notice of an open problem to a reminder; 0 = no reminders"),
            key(
                    "alert.unknown-after",
                    Types.DURATION,
                    "15m",
                    "how long a check can be unknown before that is notified"),
            key(
                    "alert.group-at",
                    IN_A_ROW,
                    "5",
                    "number of state changes on one platform in one cycle that are grouped into one notice, in sinks that group"),
            key(
                    "alert.flapping",
                    Types.BOOLEAN,
                    "true",
                    "true sends one notice when a check starts flapping and one when it is stable again; false sends every change"));

    static {
        group(
                "Maintenance",
                "Weekly maintenance windows during which no notices are sent, each under a name of your choice.");
    }

    static final Key<List<String>> SILENCE_CHECKS = required(
            "silence.<name>.checks",
            ListTypes.CHECKS,
            "esm/soc/*",
            "checks to silence: they still run, but send no notices");
    static final Key<List<WeeklyWindow>> SILENCE_WHEN = required(
            "silence.<name>.when",
            WeeklyTimes.TYPE,
            "Sun 02:00-04:00",
            "days and times of the window, comma separated");
    static final Key<ZoneId> SILENCE_ZONE =
            key("silence.<name>.zone", Types.ZONE, "auto", "time zone of these times; auto = the zone of this machine");
    static final Key<String> SILENCE_REASON =
            optional("silence.<name>.reason", Types.TEXT, "weekly patches", "reason, shown by status");
    static final Key<Boolean> SILENCE_HEAL =
            key("silence.<name>.heal", Types.BOOLEAN, "true", "false also suspends healing during the window");

    static {
        group("HTTP", "The page, the API, health and metrics: [observing.md](observing.md), [api.md](api.md).");
    }

    static final Key<Boolean> WEB_ENABLED = key(
            "web.enabled",
            Types.BOOLEAN,
            "true",
            "false opens no port: no page, no API, no reports over HTTP, no health and no metrics");
    static final Key<String> WEB_HOST = key(
            "web.host",
            Addresses.HOST,
            "127.0.0.1",
            "address to listen on; any address but loopback requires a password");
    static final Key<Integer> WEB_PORT =
            key("web.port", Types.whole("port", 0, 65_535), "8080", "port to listen on; 0 = any free port");
    static final Key<String> WEB_USERNAME = optional(
            "web.username", Types.TEXT, "prometheus", "user name for Basic authentication; not set = no login");
    static final Key<Secret> WEB_PASSWORD =
            optional("web.password", Types.SECRET, "{{env:WEB_PASSWORD}}", "password of that user");

    static {
        group(
                "Heartbeat",
                "An external dead-man's switch, called as long as Freshwatch itself is healthy:"
                        + " [observing.md](observing.md#heartbeat).");
    }

    static final Key<URI> HEARTBEAT_URL = optional(
            "heartbeat.url",
            Addresses.URL,
            "https://heartbeat.example/{{env:HEARTBEAT_TOKEN}}",
            "URL to call with GET; treated as a secret, because it may contain a token");
    static final Key<Duration> HEARTBEAT_EVERY = key(
            "heartbeat.every",
            Types.DURATION,
            "5m",
            "time between calls; let the other side wait for at least twice as long");
    static final TlsKeys HEARTBEAT_TLS = tls("heartbeat");
    static final Key<Optional<URI>> HEARTBEAT_PROXY = proxy("heartbeat");

    static {
        group(
                "Camel's own command line",
                "Shows the routes to `camel get`, `camel cmd` and the like: [tools.md](tools.md#camels-own-tools).");
    }

    static final Key<Boolean> CAMEL_CLI = key(
            "camel-cli.enabled",
            Types.BOOLEAN,
            "false",
            "true: whoever can write to `~/.camel` of the user of the watch can see and change its routes; needs jars in `lib/`");

    static {
        group(
                "A proxy",
                "Used for ESM, MISP, services, sinks that call by HTTP, and heartbeat. Proxy settings of the environment have no effect:"
                        + " [proxies.md](proxies.md).");
    }

    static final Key<URI> PROXY_URL = optional(
            "proxy.url",
            ProxyTypes.URL,
            "http://proxy.example:3128",
            "default proxy; a `.proxy` key overrides it with another URL or with `none`");
    static final Key<String> PROXY_USERNAME =
            optional("proxy.username", Types.TEXT, "freshwatch", "user name, for proxies that require a login (Basic)");
    static final Key<Secret> PROXY_PASSWORD =
            optional("proxy.password", Types.SECRET, "{{env:PROXY_PASSWORD}}", "password of that user");
    static final Key<ProxyExclusions> PROXY_EXCLUDE = optional(
            "proxy.exclude",
            ProxyTypes.EXCLUSIONS,
            "localhost, *.plant.example, 10.0.0.0/8",
            "hosts, `*.suffix`, addresses and ranges that bypass proxy.url; compared with the host in the URL");

    static {
        group("The watch itself", "");
    }

    static final Key<Boolean> OWN_SINK_ENABLED =
            key("sink.<sink>.enabled", Types.BOOLEAN, "true", "false turns off a sink of your own in routes/");
    static final Key<Boolean> OWN_SINK_GROUP = grouping("sink.<sink>", "false");
    static final FilterKeys OWN_SINK_FILTER = filter("sink.<sink>");
    static final TlsKeys OWN_SINK_TLS = tls("sink.<sink>");
    static final Key<Optional<URI>> OWN_SINK_PROXY = proxy("sink.<sink>");
    static final Key<String> INSTANCE_NAME = derived(
            "instance.name",
            Types.INSTANCE_NAME,
            "the host name",
            "name of this instance in syslog messages and webhooks");
    static final Key<Duration> OUTBOX_MAX_PAUSE =
            key("outbox.max-pause", Types.DURATION, "2m", "longest pause between two delivery attempts to a sink");
    static final Key<Duration> OUTBOX_KEEP_FOR =
            key("outbox.keep-for", Types.DURATION, "7d", "how long an undelivered notice is kept and retried");
    static final Key<Duration> OUTBOX_REPORT_AFTER = key(
            "outbox.report-after",
            Types.DURATION,
            "10m",
            "how long a sink must fail before it is itself a problem, sent through the other sinks");
    static final Key<DrillSettings> DRILL_EVERY = optional(
            "drill.every",
            DrillSettings.TYPE,
            "1d at 08:00",
            "interval or time of day of an automatic drill through all sinks");
    static final Key<StateUrl> STATE_URL = key(
            "state.url",
            StateUrl.TYPE,
            "jdbc:sqlite:state/freshwatch.db",
            "database of the store; or jdbc:postgresql://host/database, see docs/store.md");
    static final Key<String> STATE_USERNAME =
            optional("state.username", Types.TEXT, "freshwatch", "PostgreSQL role that owns the tables");
    static final Key<Secret> STATE_PASSWORD =
            optional("state.password", Types.SECRET, "{{env:STATE_PASSWORD}}", "password of that user");
    static final Key<Boolean> CLUSTER_ENABLED = key(
            "cluster.enabled",
            Types.BOOLEAN,
            "false",
            "true shares the work with other nodes on the same PostgreSQL: [clustering.md](clustering.md)");
    static final Key<String> CLUSTER_NODE =
            derived("cluster.node", Types.NODE, "the host name", "name of this node; each node needs one of its own");
    static final Key<Duration> CLUSTER_LEASE = key(
            "cluster.lease",
            Types.DURATION,
            "15s",
            "how long a node may be silent before others take over its work; the same on all nodes");
    static final Key<ClusterSettings.Kind> CLUSTER_KIND = key(
            "cluster.kind", Types.oneOf(ClusterSettings.Kind.class), "postgresql", "what decides which node does what");
    static final Key<Duration> CLUSTER_REPORT_AFTER =
            key("cluster.report-after", Types.DURATION, "2m", "how long a node must be gone before that is a problem");
    static final Key<String> LOG_LEVEL =
            key("log.level", Types.oneOf("error", "warn", "info", "debug", "trace"), "info", "log level");
    static final Key<String> LOG_FORMAT = key("log.format", Types.oneOf("text", "json"), "text", "log format");

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
        return row == OWN_SINK_ENABLED
                || row == OWN_SINK_GROUP
                || row == OWN_SINK_PROXY
                || OWN_SINK_FILTER.has(row)
                || OWN_SINK_TLS.all().contains(row);
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
        String instead = "for this " + what + ", instead of alert.";
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
        return key(sink + ".enabled", Types.BOOLEAN, "false", "true sends notices to this sink");
    }

    private static Key<Boolean> grouping(String sink, String standard) {
        return key(sink + ".group", Types.BOOLEAN, standard, "true sends one notice when many checks change at once");
    }

    private static FilterKeys filter(String sink) {
        return new FilterKeys(
                optional(
                        sink + ".kinds",
                        ListTypes.listOf(Kind.class),
                        "problem, change",
                        "kinds of notices that this sink gets (default: all); a recovery follows its problem"),
                optional(
                        sink + ".states",
                        ListTypes.listOf(State.class),
                        "critical, unknown",
                        "states of checks that this sink hears of (default: all)"),
                optional(
                        sink + ".checks",
                        ListTypes.CHECKS,
                        "esm/soc/*, ERC-1*",
                        "checks that this sink hears of, by id or name (default: all)"));
    }

    private static TlsKeys tls(String owner) {
        String tls = owner + ".tls.";
        return new TlsKeys(
                optional(
                        tls + "ca-file",
                        Types.FILE,
                        "ca.pem",
                        "trusted CA certificates (PEM), instead of Java's default truststore"),
                key(
                        tls + "insecure",
                        Types.BOOLEAN,
                        "false",
                        "true turns certificate verification off; every start warns about it"),
                optional(
                        tls + "cert-file",
                        Types.FILE,
                        "client.pem",
                        "client certificate (PEM), for peers that require one"),
                optional(tls + "key-file", Types.FILE, "client.key", "private key of cert-file (PEM, PKCS#8)"),
                optional(
                        tls + "key-password",
                        Types.SECRET,
                        "{{env:CLIENT_KEY_PASSWORD}}",
                        "password of key-file, if it is encrypted"));
    }

    private static Key<Optional<URI>> proxy(String owner) {
        return optional(owner + ".proxy", ProxyTypes.OWN, "none", "proxy to use instead of proxy.url; none = no proxy");
    }

    private static <T> Key<T> row(Key<T> key) {
        ALL_GROUPS.get(ALL_GROUPS.size() - 1).keys().add(key);
        return key;
    }
}
