package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachableRoutesTest {

    @TempDir
    Path folder;

    private static String route(String id, String from, String to) {
        return String.format(
                Locale.ROOT,
                """
                - route:
                    id: %s
                    from:
                      uri: %s
                      steps:
                        - choice:
                            when:
                              - simple: ${body} == 'x'
                                steps:
                                  - %s
                """,
                id,
                from,
                to);
    }

    private Set<String> reached(String... routes) throws Exception {
        Path file = Files.writeString(folder.resolve("some.camel.yaml"), String.join("", routes));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + file));
            return ReachableRoutes.from("drill", context.getRouteDefinitions()).stream()
                    .map(RouteDefinition::getRouteId)
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void followsCallsThroughAnyNumberOfSteps() throws Exception {
        assertThat(reached(
                        route("drill", "direct:drill", "to: direct:address"),
                        route("address", "direct://address?timeout=5", "to: direct:night"),
                        route("night", "direct:night", "to: outbox:mail"),
                        route("asks", "timer:x", "to: direct:address"),
                        route("other", "direct:other", "to: log:x")))
                .containsExactlyInAnyOrder("drill", "address", "night");
    }

    @Test
    void sinksAndWhatTheyCallAreAmongThem() throws Exception {
        assertThat(reached(
                        route("drill", "direct:drill", "to: outbox:chat"),
                        route("sink-chat", "outbox:chat", "to: direct:token"),
                        route("token", "direct:token", "to: log:x")))
                .containsExactlyInAnyOrder("drill", "sink-chat", "token");
    }

    @Test
    void nameThatIsNotKnownYetMayBeAny() throws Exception {
        assertThat(reached(
                        route("drill", "direct:drill", "toD: direct:${header.to}"),
                        route("one", "direct:one", "to: log:x"),
                        route("asks", "timer:x", "to: direct:one")))
                .containsExactlyInAnyOrder("drill", "one");
    }

    @Test
    void circleEnds() throws Exception {
        assertThat(reached(
                        route("drill", "direct:drill", "to: direct:two"),
                        route("two", "direct:two", "to: direct:drill")))
                .containsExactlyInAnyOrder("drill", "two");
    }
}
