package dev.freshwatch.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.Settings;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteValidator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An import, and its output as {@code validate} reads it once the secrets are there. */
record Imported(ImportResult result, LoadedConfig loaded) {

    static final String SECRET = "S3cretOfTheTestS3cretOfTheTestS3cretOfThe";

    private static final Path RESOURCES = Path.of("src/test/resources/migration");
    private static final Pattern FILE = Pattern.compile("\\{\\{file:(secrets/[^}]+)}}");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([A-Z0-9_]+_(URL|USERNAME))}}");

    static Path resource(String name) {
        return RESOURCES.resolve(name);
    }

    /** Imports, and reads what comes out in a folder. */
    static Imported of(Path folder, Path file, Path conf) throws Exception {
        return read(folder, OldSettings.read(file, conf));
    }

    static Imported read(Path folder, ImportResult result) throws Exception {
        String text = String.join("\n", result.properties()) + "\n";
        Files.createDirectories(folder.resolve("secrets"));
        Matcher secrets = FILE.matcher(text);
        while (secrets.find()) {
            Path file = Files.writeString(folder.resolve(secrets.group(1)), SECRET + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        // What only a person can say is said here as the steps tell.
        Matcher variables = VARIABLE.matcher(text);
        text = variables.replaceAll(
                variable -> variable.group(2).equals("URL") ? "https://esm.example" : Matcher.quoteReplacement("NGCP"));
        Files.writeString(folder.resolve("application.properties"), text);
        RouteFiles routes = RouteFiles.find(Path.of("."), folder);
        return new Imported(result, Configuration.read(folder, Map.of(), new Properties(), routes.names()));
    }

    /** The rest of what {@code validate} looks at. */
    Imported withRoutes() throws Exception {
        RouteFiles routes = RouteFiles.find(Path.of("."), settings().directory());
        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes))
                .isEmpty();
        return this;
    }

    Settings settings() {
        return loaded.settings();
    }

    /** What is shown on standard error. */
    List<String> shown() {
        return result.notes().stream().map(ImportNote::shown).toList();
    }

    /** Everything that leaves the command. */
    String all() {
        return String.join("\n", result.properties()) + "\n" + String.join("\n", shown()) + "\n"
                + String.join("\n", result.steps());
    }
}
