package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a watch costs an ESM in an hour. */
class EsmLoadTest {

    /** A cycle takes two or three requests and five for each query; the lists take two an hour. */
    @ParameterizedTest(name = "{0} Receivers every {1}, at most {2}, bulk {3}")
    @CsvSource({
        "40, PT10M, , false, 240, 1214, 240, 1214",
        "40, PT10M, , true, 24, 140, 240, 1220",
        "4, PT10M, , true, 4, 40, 24, 140",
        "4, PT10M, , false, 24, 134, 24, 134",
        "0, PT10M, , true, 0, 12, 0, 12",
        "1, PT1M, , true, 1, 187, 60, 482",
        "2000, PT1H, , true, 4, 25, 2000, 10005",
        "10, PT3H, , true, 2, 13, 4, 23",
        "40, PT10M, 60, false, 60, 314, 60, 314",
        "40, PT10M, 60, true, 24, 140, 60, 320",
        "40, PT10M, 10, true, 10, 70, 10, 70",
        "3, PT7M, , false, 26, 150, 26, 150",
    })
    void isCountedInRequests(
            int receivers,
            Duration every,
            Integer limit,
            boolean bulk,
            long queries,
            long requests,
            long mostQueries,
            long mostRequests) {
        EsmLoad load = new EsmLoad(receivers, every, 2, limit, bulk);
        assertThat(load.queries()).isEqualTo(queries);
        assertThat(load.requests()).isEqualTo(requests);
        assertThat(load.mostQueries()).isEqualTo(mostQueries);
        assertThat(load.mostRequests()).isEqualTo(mostRequests);
    }

    @Test
    void isSaidInWords() {
        EsmLoad load = EsmLoad.byDefault(40);
        assertThat(load.words())
                .isEqualTo(
                        "40 Receivers every 10 min: 24 event queries an hour, about 140 requests; up to 240 queries and"
                                + " 1220 requests while Receivers are unhealthy or not proven; at most 2 at a time");
        assertThat(new EsmLoad(1, Duration.ofSeconds(90), 3, 1, false).words())
                .isEqualTo(
                        "1 Receiver every 90 s: 1 event query an hour, about 87 requests; at most 3 at a time and 1 an"
                                + " hour");
        assertThat(load.of(0).wordsForAll())
                .isEqualTo(
                        "every Receiver that the ESM lists, every 10 min: with 10 of them about 70 requests an hour, or"
                                + " 320 requests while they are unhealthy or not proven");
    }

    @Test
    void isComparedWithWhatIsAllowed(@TempDir Path folder) throws IOException {
        String two = ReadConfiguration.MINIMAL.replace("receivers=all", "max-queries-per-hour=11")
                + "esm.soc.receiver.1.name=a\nesm.soc.receiver.2.name=b\n";
        assertThat(ReadConfiguration.warnings(ReadConfiguration.accepted(folder, two)))
                .noneMatch(warning -> warning.contains("per-hour"));
        assertThat(ReadConfiguration.warnings(ReadConfiguration.accepted(folder, two + "esm.soc.bulk=off\n")))
                .contains("application.properties:4: esm.soc.max-queries-per-hour: 2 Receivers every 10m take 12 event"
                        + " queries an hour; those that are not queried in a cycle are unknown");
    }
}
