package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteValidator;
import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each file of examples/checks as it is shipped, against a platform that answers as its documentation says; only the addresses
 * in its properties become that of the test. Once with good answers, and once with those that each platform gives in place of
 * an error.
 */
class RecipesTest {

    private static final Path RECIPES = Path.of("examples/checks");
    private static final Path ANSWERS = Path.of("src/test/resources/recipes");

    private static final int LONGEST = 15;
    private static final Pattern PROPERTY = Pattern.compile("(?m)^#   ([a-z.-]+) = (.*?)(?: {5}.*)?$");
    private static final Pattern SECRET_FILE = Pattern.compile("\\{\\{file:([a-z.-]+)}}");
    private static final Pattern TIME = Pattern.compile("\"@(-?\\d+)([mh]):(\\w+)@\"");
    private static final Pattern LOGIN = Pattern.compile("/(security/user/authenticate|oauth2/v2\\.0/token)$");

    @TempDir
    private Path config;

    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private HttpServer server;
    private String kind;

    @BeforeEach
    void aPlatform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private static List<String> recipes() throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                    .sorted()
                    .toList();
        }
    }

    /** Those of Kafka are asked by its own protocol, in {@link KafkaServiceTest}. */
    private static List<String> recipesOverHttp() throws IOException {
        return recipes().stream().filter(recipe -> !recipe.startsWith("kafka-")).toList();
    }

    /** The first part of the path is the name of the recipe. */
    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String recipe = path.split("/")[1];
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] answer;
        if (LOGIN.matcher(path).find()) {
            bodies.put(recipe + " login", body);
            headers.put(
                    recipe + " login",
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            String token = recipe.startsWith("wazuh")
                    ? "{\"data\": {\"token\": \"t0k3n\"}, \"error\": 0}"
                    : "{\"token_type\": \"Bearer\", \"expires_in\": 3599, \"access_token\": \"t0k3n\"}";
            answer = token.getBytes(StandardCharsets.UTF_8);
        } else {
            bodies.put(recipe, exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            headers.put(
                    recipe,
                    exchange.getRequestHeaders().entrySet().stream()
                            .map(header ->
                                    header.getKey() + ": " + header.getValue().get(0))
                            .collect(Collectors.joining("\n")));
            answer = recorded(recipe).getBytes(StandardCharsets.UTF_8);
            if (recipe.startsWith("qradar")) {
                exchange.getResponseHeaders().set("Content-Range", "items 0-1/" + (kind.equals("good") ? 2 : 238));
            }
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String recorded(String recipe) throws IOException {
        String text = Files.readString(ANSWERS.resolve(kind).resolve(recipe + ".json"));
        return TIME.matcher(text).replaceAll(time -> Matcher.quoteReplacement(time(time)));
    }

    /** How the platforms write times. */
    private static String time(MatchResult of) {
        Duration age = Duration.parse("PT" + of.group(1) + of.group(2).toUpperCase(Locale.ROOT));
        Instant time = Instant.now().minus(age).minusSeconds(5);
        return switch (of.group(3)) {
            case "millis" -> Long.toString(time.toEpochMilli());
            case "e12" -> String.format(Locale.ROOT, "%.12fE12", time.toEpochMilli() / 1e12);
            case "iso" -> "\"" + time.toString().replaceFirst("\\.\\d+", "") + "\"";
            case "offset" ->
                DateTimeFormatter.ofPattern("'\"'yyyy-MM-dd'T'HH:mm:ssxx'\"'", Locale.ROOT)
                        .format(time.atOffset(ZoneOffset.ofHours(2)));
            case "ticks" -> "\"" + time.toString().replaceFirst("(\\.\\d+)?Z", ".1234567Z") + "\"";
            default -> throw new IllegalArgumentException(of.group());
        };
    }

    /** Writes the properties that the comments of all recipes name. */
    private RouteFiles install() throws IOException {
        Files.createDirectories(config.resolve("routes"));
        Map<String, String> properties = new TreeMap<>();
        for (String recipe : recipesOverHttp()) {
            String text = Files.readString(RECIPES.resolve(recipe + ".camel.yaml"));
            // the same platform for several recipes, which the first part of the path tells apart
            String own = text.replaceAll("\\{\\{([a-z-]+)\\.(url|login)}}", "{{$1.$2}}/" + recipe);
            Files.writeString(config.resolve("routes").resolve(recipe + ".camel.yaml"), own);
            for (Matcher property = PROPERTY.matcher(text); property.find(); ) {
                properties.put(property.group(1), property.group(2).strip());
            }
        }
        StringBuilder all = new StringBuilder();
        properties.forEach((key, value) -> {
            String address = "http://localhost:" + server.getAddress().getPort();
            all.append(key)
                    .append(" = ")
                    .append(key.startsWith("secret.") ? value : address)
                    .append('\n');
            SECRET_FILE.matcher(value).results().forEach(file -> write(file.group(1), "s3cr3t-" + file.group(1)));
        });
        Files.writeString(config.resolve("application.properties"), all.toString());
        return RouteFiles.find(Folder.HOME, config);
    }

    private void write(String file, String text) {
        try {
            Files.writeString(config.resolve(file), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> outcomes(String of) throws Exception {
        kind = of;
        RouteFiles routes = install();
        LoadedConfig loaded = Configuration.read(config, Map.of(), new Properties(), routes.names());
        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes))
                .isEmpty();
        try (OneShotCheck asking = OneShotCheck.open(loaded, routes)) {
            return asking.check(Duration.ofSeconds(90), CheckFilter.ALL).stream()
                    .collect(Collectors.toMap(
                            finding -> finding.check().value().substring("service/".length()),
                            finding -> finding.state().word() + " "
                                    + finding.reason().word() + ": " + finding.message(),
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    private static void assertOutcomes(Map<String, String> outcomes, String expected) {
        Map<String, String> lines = expected.lines()
                .map(line -> line.split(" +\\| ", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (one, other) -> one, TreeMap::new));
        assertThat(outcomes).containsOnlyKeys(lines.keySet());
        lines.forEach(
                (check, outcome) -> assertThat(outcomes.get(check)).as(check).startsWith(outcome));
    }

    @Test
    void eachRecipeFindsWhatIsFreshAndWhatIsNot() throws Exception {
        assertOutcomes(
                outcomes("good"),
                """
                elastic/events                               | ok up: elastic: 2 sources in the list
                elastic/events/logs-firewall.asa-default     | ok fresh: logs-firewall.asa-default: newest event is 3 min old
                elastic/events/logs-windows.security-default | critical stale: logs-windows.security-default: newest event is 3 h
                graylog/messages                             | ok up
                graylog/messages/Firewalls                   | ok fresh: Firewalls: newest message is 3 min old
                graylog/messages/Windows~20~2F~20DC          | critical stale: Windows / DC: newest message is 5 h
                opencti/connectors                           | ok up
                opencti/connectors/c1-misp                   | ok fresh: MISP: newest connector is 3 min old (limit 5 min)
                opencti/connectors/c2-mitre                  | critical stale: MITRE ATT&CK: newest connector is 2 h
                opensearch/events                            | ok up
                opensearch/events/Z~C3~BCrich~20host         | critical stale: Zürich host: newest event is 5 h
                opensearch/events/fw-1                       | ok fresh: fw-1: newest event is 3 min
                opensearch/ingested                          | ok up
                opensearch/ingested/fw-1                     | ok fresh
                opensearch/streams                           | ok up
                opensearch/streams/logs-dns                  | warning stale: logs-dns: newest stream is 40 min old (limit 30 min)
                qradar/events                                | ok up
                qradar/events/62                             | ok fresh: fw-1 @ 192.0.2.1: newest event is 3 min old
                qradar/events/63                             | critical silent: dc-1: no event at all (limit 2 h)
                sentinel/tables                              | ok up
                sentinel/tables/SecurityEvent                | ok fresh: SecurityEvent: newest table is 3 min
                sentinel/tables/Syslog                       | critical stale: Syslog: newest table is 9 h
                splunk/events                                | ok up
                splunk/events/main:cisco:asa                 | ok fresh: main:cisco:asa: newest event is 3 min
                splunk/events/main:linux_secure              | critical stale: main:linux_secure: newest event is 3 h
                thehive/alerts                               | ok fresh: thehive: newest alert is 3 h old (limit 1 d)
                wazuh/agents                                 | ok up
                wazuh/agents/001                             | ok fresh: web-01: newest agent is 3 min
                wazuh/agents/002                             | critical stale: db-01: newest agent is 2 h
                wazuh/events                                 | ok up
                wazuh/events/web-01                          | ok fresh: web-01: newest event is 30 min""");
        assertThat(headers.get("qradar-log-sources")).contains("Sec: s3cr3t-qradar.token", "Range: items=0-499");
        assertThat(headers.get("graylog-streams"))
                .contains("Authorization: Basic s3cr3t", "X-requested-by: freshwatch");
        assertThat(headers.get("sentinel-tables")).contains("Authorization: Bearer t0k3n");
        assertThat(bodies.get("sentinel-tables login"))
                .startsWith("grant_type=client_credentials&client_id=<id>")
                .endsWith("&client_secret=s3cr3t-sentinel.secret");
        assertThat(headers.get("wazuh-agents")).contains("Authorization: Bearer t0k3n");
        assertThat(headers.get("wazuh-agents login")).isEqualTo("Basic s3cr3t-wazuh.credentials");
        assertThat(bodies.get("wazuh-agents"))
                .contains("/agents?select=id,name,lastKeepAlive&q=id!=000;status!=never_connected");
        assertThat(bodies.get("splunk-tstats"))
                .startsWith(
                        "POST /splunk-tstats/services/search/jobs exec_mode=oneshot&output_mode=json&count=0&search=%7C%20tstats");
    }

    @Test
    void whatAPlatformGivesInPlaceOfAnErrorIsNeverOk() throws Exception {
        assertOutcomes(
                outcomes("traps"),
                """
                elastic/events                | unknown failed: elastic: answer is incomplete: 2 of 9 shards failed
                graylog/messages              | ok up
                graylog/messages/Firewalls    | ok fresh
                graylog/messages/Odd          | unknown unreadable: Odd: has '-' in the list, which is not a time (epoch-millis)
                opencti/connectors            | unknown failed: opencti: answered with an error
                opensearch/events             | unknown failed: opensearch: the answer contains what 'unless' names
                opensearch/ingested           | ok up
                opensearch/ingested/fw-1      | ok fresh
                opensearch/ingested/no-pipeline | unknown unreadable: no-pipeline: has no time in the list
                opensearch/streams            | ok up
                opensearch/streams/logs-ahead | warning future: logs-ahead: newest stream is 2 h 59 min ahead
                opensearch/streams/logs-empty | critical silent: logs-empty: no stream at all (limit 2 h)
                qradar/events                 | unknown failed: qradar: list is cut off: 2 of 238 rows
                sentinel/tables               | unknown failed: sentinel: answered with an error
                splunk/events                 | unknown failed: splunk: the answer contains what 'unless' names
                thehive/alerts                | critical silent: thehive: no alert at all (limit 1 d)
                wazuh/agents                  | unknown failed: wazuh: answered with an error
                wazuh/events                  | unknown failed: wazuh: answer is incomplete: the search timed out""");
    }

    @Test
    void theExampleOfThePageIsValid() throws Exception {
        String page = Files.readString(Path.of("docs/lists.md"));
        Matcher yaml = Pattern.compile("<!-- file: (\\S+) -->\\n```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        Matcher properties =
                Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(yaml.find() && properties.find()).isTrue();
        Files.createDirectories(config.resolve("routes"));
        Files.writeString(config.resolve(yaml.group(1)), yaml.group(2));
        Files.writeString(config.resolve("application.properties"), properties.group(1));
        write("elastic.key", "s3cr3t");
        TestCertificates.in(config);
        RouteFiles routes = RouteFiles.find(Folder.HOME, config);
        LoadedConfig loaded = Configuration.read(config, Map.of(), new Properties(), routes.names());
        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes))
                .isEmpty();
    }

    @Test
    void aRecipeIsShortAndSaysWhatItsAccountNeeds() throws IOException {
        Set<String> names = Set.copyOf(recipes());
        for (String recipe : names) {
            String text = Files.readString(RECIPES.resolve(recipe + ".camel.yaml"));
            assertThat(text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                    .as(recipe)
                    .hasSizeLessThanOrEqualTo(LONGEST);
            assertThat(text).as(recipe).contains("# Rights: ", "# Good to know: ", "#   secret.");
            assertThat(Files.readString(Path.of("docs/lists.md")))
                    .contains("examples/checks/" + recipe + ".camel.yaml");
        }
    }
}
