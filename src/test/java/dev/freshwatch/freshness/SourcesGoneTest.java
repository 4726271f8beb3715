package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sources a look at their list no longer tells of. */
class SourcesGoneTest {

    private static final String KNOWN =
            "service/elastic/events service/elastic/events-2/a service/elastic/events/a service/elastic/events/b"
                    + " service/elastic/events0/a service/elastic/http esm/soc/events/1 service/elastic/eventsx";

    @ParameterizedTest
    @CsvSource({
        "service/elastic/events:OK service/elastic/events/a:OK, service/elastic/events/b",
        "service/elastic/events:OK, service/elastic/events/a service/elastic/events/b",
        "service/elastic/events:CRITICAL service/elastic/events/b:OK, service/elastic/events/a",
        "service/elastic/events:UNKNOWN, ''",
        "service/elastic/events/a:OK, ''",
        "service/elastic/events-2:OK, service/elastic/events-2/a",
        "service/elastic/http:OK, ''",
        "service/zzz/http:OK, ''",
        "esm/soc/events:OK, ''",
        "service/elastic/events:OK service/elastic/events0:OK service/elastic/events/b:OK,"
                + " service/elastic/events/a service/elastic/events0/a",
    })
    void ofListsThatCouldBeJudged(String found, String gone) {
        NavigableSet<CheckId> known = new TreeSet<>();
        Arrays.stream(KNOWN.split(" ")).map(CheckId::new).forEach(known::add);
        List<Finding> findings =
                Arrays.stream(found.split(" ")).map(SourcesGoneTest::finding).toList();
        assertThat(SourcesGone.from(known, findings))
                .extracting(CheckId::value)
                .containsExactlyInAnyOrder(gone.isEmpty() ? new String[0] : gone.split(" "));
    }

    private static Finding finding(String text) {
        String[] parts = text.split(":");
        return new Finding(
                new CheckId(parts[0]),
                "name",
                "name",
                State.valueOf(parts[1]),
                Reason.FRESH,
                "text",
                null,
                null,
                Limits.NONE,
                Instant.EPOCH,
                Duration.ZERO);
    }
}
