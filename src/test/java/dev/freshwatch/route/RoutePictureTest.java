package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the picture of the routes to the route files. */
class RoutePictureTest {

    private static final Path PAGE = Path.of("docs", "routes.md");
    private static final String REFRESH = "mvn -q test -Dtest=RoutePictureTest -Dfreshwatch.refresh=true";
    private static final Pattern ARROW = Pattern.compile("  (\\w+) --.*> (\\w+)");

    @BeforeAll
    static void refreshOnDemand() throws IOException {
        if (Boolean.getBoolean("freshwatch.refresh")) {
            Files.writeString(PAGE, RoutePicture.of(Path.of("routes")).page());
        }
    }

    @Test
    void thePictureIsWhatTheRouteFilesSay() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("Routes changed; make %s anew with: %s", PAGE, REFRESH)
                .isEqualTo(RoutePicture.of(Path.of("routes")).page());
    }

    /** A picture that loses the way would be worse than none. */
    @Test
    void theWayFromAnEsmToASinkIsInIt() throws IOException {
        List<String> arrows = Files.readAllLines(PAGE).stream()
                .map(ARROW::matcher)
                .filter(Matcher::matches)
                .map(arrow -> arrow.group(1) + " " + arrow.group(2))
                .toList();
        assertThat(arrows)
                .contains(
                        "timer_esm_NAME esm_timer",
                        "esm_timer esm",
                        "esm esm_receivers",
                        "esm_timer judge",
                        "judge notices",
                        "notices address",
                        "address outbox",
                        "outbox sink_mail",
                        "sink_mail to_smtp");
    }
}
