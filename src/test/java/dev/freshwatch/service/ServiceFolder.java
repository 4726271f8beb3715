package dev.freshwatch.service;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.route.Folder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A configuration folder with services alone, made one by one. */
final class ServiceFolder {

    private final Folder folder;
    private final StringBuilder yaml = new StringBuilder();

    ServiceFolder(Path path) {
        folder = new Folder(path);
    }

    Folder folder() {
        return folder;
    }

    ServiceFolder set(String key, Object value) {
        folder.set(key, value);
        return this;
    }

    /** A templated route. */
    ServiceFolder add(String template, Map<String, ?> parameters) {
        yaml.append("- templatedRoute:\n    routeTemplateRef: ")
                .append(template)
                .append("\n    parameters:\n");
        parameters.forEach((name, value) -> yaml.append("      - name: ")
                .append(name)
                .append("\n        value: \"")
                .append(String.valueOf(value)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n"))
                .append("\"\n"));
        return this;
    }

    ServiceFolder write() {
        folder.route("my-services.camel.yaml", yaml.toString()).write();
        return this;
    }

    OneShotCheck ask() throws Exception {
        return write().folder.ask();
    }

    WatchApp watch() throws Exception {
        return write().folder.watch();
    }

    /** Asks all once. */
    List<Finding> check() throws Exception {
        try (OneShotCheck asking = ask()) {
            return asking.check(Duration.ofSeconds(90), CheckFilter.ALL);
        }
    }
}
