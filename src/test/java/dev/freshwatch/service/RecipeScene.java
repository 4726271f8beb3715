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
import java.io.ByteArrayOutputStream;
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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of examples/checks as they are shipped, and a platform that answers as its documentation says; only the addresses in
 * their properties become that of the test.
 */
abstract class RecipeScene {

    static final Path RECIPES = Path.of("examples/checks");

    static final Path ANSWERS = Path.of("src/test/resources/recipes");

    static final Pattern PROPERTY = Pattern.compile("(?m)^#   ([a-z.-]+) = (.*?)(?: {5}.*)?$");

    static final Pattern SECRET_FILE = Pattern.compile("\\{\\{file:([a-z.-]+)}}");

    static final Pattern TIME = Pattern.compile("\"@(-?\\d+)([mh]):(\\w+)@\"");

    static final Pattern LOGIN = Pattern.compile("/(security/user/authenticate|oauth2/v2\\.0/token)$");

    /** What a gateway, a cache or a broken platform makes of a good answer. */
    enum Odd {
        WHOLE(200, text -> text.getBytes(StandardCharsets.UTF_8)),
        WITH_A_MARK(200, text -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)),
        UTF_16(200, text -> text.getBytes(StandardCharsets.UTF_16LE)),
        EMPTY(200, text -> new byte[0]),
        NULL(200, text -> "null".getBytes(StandardCharsets.UTF_8)),
        OBJECT(200, text -> "{}".getBytes(StandardCharsets.UTF_8)),
        ARRAY(200, text -> "[]".getBytes(StandardCharsets.UTF_8)),
        ERROR(200, text -> "{\"status\": \"error\", \"message\": \"x\"}".getBytes(StandardCharsets.UTF_8)),
        PAGE(200, text -> "\n<!doctype html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8)),
        HALF(200, text -> text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8)),
        TWICE(200, text -> (text + text).getBytes(StandardCharsets.UTF_8)),
        NO_TIMES(200, text -> times(text, "null").getBytes(StandardCharsets.UTF_8)),
        WORDS(200, text -> times(text, "\"3 minutes ago\"").getBytes(StandardCharsets.UTF_8)),
        SMALL_NUMBERS(200, text -> times(text, "180").getBytes(StandardCharsets.UTF_8)),
        BOMB(200, text -> bomb()),
        MOVED(302, text -> text.getBytes(StandardCharsets.UTF_8)),
        NO_CONTENT(204, text -> new byte[0]);

        private final int status;
        private final Function<String, byte[]> of;

        Odd(int status, Function<String, byte[]> of) {
            this.status = status;
            this.of = of;
        }

        private static String times(String text, String instead) {
            return TIME.matcher(text).replaceAll(instead);
        }

        /** 100 MB of blanks. */
        private static byte[] bomb() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
                byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 100; i++) {
                    zipped.write(blanks);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    @TempDir
    Path config;

    final Map<String, String> headers = new ConcurrentHashMap<>();

    final Map<String, String> bodies = new ConcurrentHashMap<>();

    HttpServer server;

    String kind;

    /** What becomes of an answer on its way. */
    Odd odd = Odd.WHOLE;

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

    static List<String> recipes() throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.map(file -> file.getFileName().toString().replace(".camel.yaml", ""))
                    .sorted()
                    .toList();
        }
    }

    /** Those of Kafka are asked by its own protocol, in {@link KafkaServiceTest}. */
    static List<String> recipesOverHttp() throws IOException {
        return recipes().stream().filter(recipe -> !recipe.startsWith("kafka-")).toList();
    }

    /** The first part of the path is the name of the recipe. */
    void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String recipe = path.split("/")[1];
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] answer;
        int status = 200;
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
            answer = odd.of.apply(recorded(recipe));
            status = odd.status;
            if (odd == Odd.BOMB) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            if (recipe.startsWith("qradar")) {
                exchange.getResponseHeaders().set("Content-Range", "items 0-1/" + (kind.equals("good") ? 2 : 238));
            }
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    String recorded(String recipe) throws IOException {
        String text = Files.readString(ANSWERS.resolve(kind).resolve(recipe + ".json"));
        boolean keepsTimes = List.of(Odd.NO_TIMES, Odd.WORDS, Odd.SMALL_NUMBERS).contains(odd);
        return keepsTimes ? text : TIME.matcher(text).replaceAll(time -> Matcher.quoteReplacement(time(time)));
    }

    /** How the platforms write times. */
    static String time(MatchResult of) {
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
    RouteFiles install() throws IOException {
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

    void write(String file, String text) {
        try {
            Files.writeString(config.resolve(file), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> outcomes(String of) throws Exception {
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
}
