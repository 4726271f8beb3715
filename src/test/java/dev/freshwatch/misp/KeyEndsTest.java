package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the check key says after each answer, and after what was told before: in this process, and before a restart. */
class KeyEndsTest {

    private static final String INDEX = "events_index_newest_full";
    private static final Instant NOW = OneMisp.START;

    private final OneMisp misp = new OneMisp();

    /** What a call with the weak key comes to. */
    private Reply reply(String what) {
        return switch (what) {
            case "no answer" -> null;
            case "no end" -> Samples.reply(INDEX);
            case "maintenance" -> Samples.reply("maintenance_user_index");
            case "refused" -> Samples.reply("auth_bad_key");
            case "a front" ->
                new Reply(
                        403,
                        Map.of("content-type", List.of("text/html")),
                        "<h1>Forbidden</h1>".getBytes(StandardCharsets.UTF_8),
                        Duration.ofMillis(1));
            case "weak role" -> Samples.reply("role_user_getWorkers");
            case "500" -> Samples.reply("index_db_down");
            case "429" -> Samples.reply("rate_limit_4");
            case "page" -> Samples.reply("login_page");
            case "other JSON" -> Samples.reply("getVersion");
            case "no date" -> with(Samples.reply(INDEX), "next year");
            case "500 with a date" -> with(Samples.reply("index_db_down"), date("30 d"));
            default -> with(Samples.reply(INDEX), date(what));
        };
    }

    /** {@code 30 d} */
    private String date(String distance) {
        Duration in = Duration.ofDays(Long.parseLong(distance.substring(0, distance.length() - 2)));
        return NOW.plus(in).toString().replace("Z", "+00:00");
    }

    private static Reply with(Reply reply, String end) {
        Map<String, List<String>> headers = new HashMap<>(reply.headers());
        headers.put("x-auth-key-expiration", List.of(end));
        return new Reply(reply.status(), headers, reply.body(), reply.elapsed());
    }

    private String cycle(String what) {
        misp.answer(EventIndex.PATH, reply(what));
        Finding finding = misp.cycle().get("key");
        return OneMisp.outcome(finding) + ": " + finding.text();
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # nothing was ever told by the one key: what the call came to
                            | no answer       | unknown unreachable: key: connection refused: misp.example port 443 (misp.intel.url)
                            | 500             | unknown failed: key: HTTP 500, an internal error of MISP
                            | 429             | unknown overloaded: key: MISP asks to slow down (HTTP 429)
                            | page            | unknown unreadable: key: an HTML page instead of JSON
                            | other JSON      | unknown unreadable: key: JSON, but not a list of events
                            | refused         | unknown unauthorized: misp.intel.key is unknown to MISP, malformed or expired; an API key of any role that may use the API is needed
                            | no date         | unknown unreadable: key: the end date cannot be read
            # a key that is taken is good
                            | no end          | ok up: no end date of the key is known
                            | maintenance     | ok up: no end date of the key is known
                            | weak role       | ok up: no end date of the key is known
                            | 500 with a date | ok up: key ends in 30 d
                            | 13 d            | warning expiring: key ends in 13 d (limit 14 d)
            # a call that fails says nothing of the key: its own check says so
            no end          | no answer       | ok up: no end date of the key is known
            no end          | 500             | ok up: no end date of the key is known
            no end          | 429             | ok up: no end date of the key is known
            no end          | a front         | ok up: no end date of the key is known
            30 d            | a front         | ok up: key ends in 30 d
            no end          | page            | ok up: no end date of the key is known
            no end          | other JSON      | ok up: no end date of the key is known
            maintenance     | no answer       | ok up: no end date of the key is known
            30 d            | no answer       | ok up: key ends in 30 d
            30 d            | maintenance     | ok up: key ends in 30 d
            30 d            | weak role       | ok up: key ends in 30 d
            30 d            | page            | ok up: key ends in 30 d
            13 d            | 500             | warning expiring: key ends in 13 d (limit 14 d)
            13 d            | maintenance     | warning expiring: key ends in 13 d (limit 14 d)
            # what is told anew counts
            30 d            | no end          | ok up: no end date of the key is known
            13 d            | 60 d            | ok up: key ends in 60 d
            # refused, or a date that cannot be read
            no end          | refused         | unknown unauthorized: misp.intel.key is unknown to MISP, malformed or expired; an API key of any role that may use the API is needed
            30 d            | refused         | unknown unauthorized: misp.intel.key is unknown to MISP, malformed or expired; an API key of any role that may use the API is needed
            30 d            | no date         | unknown unreadable: key: the end date cannot be read
            # it ended, and when
            -2 d            | refused         | critical down: key ended 2 d ago (2026-11-18 17:00 UTC)
            -2 d            | no answer       | critical down: key ended 2 d ago (2026-11-18 17:00 UTC)
            # it has another end by now
            -2 d            | maintenance     | ok up: no end date of the key is known
            """)
    void byWhatWasToldBeforeAndNow(String before, String now, String expected) {
        misp.withoutAdminKey();
        if (before != null) {
            cycle(before);
        }
        assertThat(cycle(now)).isEqualTo(expected);

        // The same where the watch was started anew in between.
        misp.forget();
        if (before != null) {
            cycle(before);
        }
        misp.restart();
        assertThat(cycle(now)).isEqualTo(expected);
    }

    @Test
    void aKeyThatIsWatchedOverItsEndSaysSoThroughAllPausesAndRestarts() {
        assertThat(cycle("1 d")).startsWith("warning expiring: key ends in 24 h");
        misp.pass(Duration.ofDays(1).plusMinutes(5));

        assertThat(cycle("refused")).isEqualTo("critical down: key ended 5 min ago (2026-11-21 17:00 UTC)");
        misp.pass(Duration.ofMinutes(5));
        assertThat(cycle("refused"))
                .as("not asked again yet")
                .isEqualTo("critical down: key ended 10 min ago (2026-11-21 17:00 UTC)");
        misp.restart();
        assertThat(cycle("refused")).isEqualTo("critical down: key ended 10 min ago (2026-11-21 17:00 UTC)");
    }

    @Test
    void anotherKeyInItsPlaceKnowsNothingOfIt() {
        misp.withoutAdminKey();
        cycle("1 d");
        misp.key("other".repeat(8)).restart();

        assertThat(cycle("500")).startsWith("unknown failed: ");
        assertThat(cycle("refused")).startsWith("unknown unauthorized: ");
        assertThat(misp.rememberedKeys.keySet()).noneMatch(known -> known.contains(OneMisp.KEY.substring(0, 8)));
    }

    @Test
    void oneKeyThatToldSomethingIsEnough() {
        assertThat(cycle("no answer")).isEqualTo("ok up: no end dates of the keys are known");
        misp.answer(WorkersReading.PATH, Samples.reply("auth_bad_key"));
        assertThat(cycle("30 d")).startsWith("unknown unauthorized: misp.intel.admin-key is unknown");
        assertThat(cycle("13 d")).startsWith("warning expiring: key ends in 13 d");
    }
}
