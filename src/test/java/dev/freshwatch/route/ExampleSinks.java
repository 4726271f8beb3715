package dev.freshwatch.route;

import dev.freshwatch.app.DrillOutcome;
import dev.freshwatch.app.DrillRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All files of examples/sinks in a configuration, with the keys that their comments name. */
final class ExampleSinks {

    static final String TOKEN = "T0KEN-of-the-receiver-3456789012";

    /** Those that post to a receiver. */
    static final List<String> BY_HTTP = List.of(
            "alertmanager",
            "goalert",
            "keep",
            "mattermost",
            "ntfy",
            "pagerduty",
            "slack",
            "slack-bot",
            "teams",
            "telegram");

    private static final Path EXAMPLES = Folder.HOME.resolve("examples/sinks");
    private static final Pattern PROPERTY = Pattern.compile("(?m)^#   ([a-z.-]+) = (.*?)(?: {5}.*)?$");
    private static final Pattern FILE = Pattern.compile("\\{\\{file:([a-z.-]+)}}");

    private ExampleSinks() {}

    /** Copies all but Kafka's, which needs jars in lib/ and a broker. @param url of the receiver of all, ends in a slash */
    static Folder install(Path directory, String url) throws IOException {
        Folder folder = new Folder(directory).misp("intel", "http://127.0.0.1:1");
        folder.set("sink.slack-bot.url", url).set("sink.pagerduty.url", url);
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.filter(each -> !each.endsWith("sink-kafka.camel.yaml"))
                    .toList()) {
                String text = Files.readString(file);
                folder.route(file.getFileName().toString(), text);
                for (Matcher property = PROPERTY.matcher(text); property.find(); ) {
                    String value = property.group(2).strip().replaceFirst("^https?://[^{]*", url);
                    folder.set(property.group(1), value.startsWith("/var/") ? "notices.json" : value);
                    for (Matcher named = FILE.matcher(value); named.find(); ) {
                        String secret = named.group(1).endsWith(".url") ? url + TOKEN : TOKEN;
                        Files.writeString(directory.resolve(named.group(1)), secret + "\n");
                    }
                }
            }
        }
        return folder;
    }

    /** Sends a drill. @return result and reason by sink */
    static Map<String, String> drill(Folder folder) throws Exception {
        return drill(folder, Duration.ofSeconds(90));
    }

    static Map<String, String> drill(Folder folder, Duration patience) throws Exception {
        try (DrillRun run = folder.drill()) {
            return run.send(patience, () -> false).stream()
                    .collect(Collectors.toMap(
                            DrillOutcome::sink,
                            outcome -> outcome.result() + (outcome.reason() == null ? "" : " " + outcome.reason()),
                            (one, other) -> one,
                            TreeMap::new));
        }
    }
}
