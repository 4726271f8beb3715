package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.outbox.NoticeQuery.Position;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListFilterTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static ListFilter filter(String... namesAndValues) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            query.put(namesAndValues[at], namesAndValues[at + 1]);
        }
        return ListFilter.of(query, BERLIN);
    }

    /** Days and clock changes are those of the zone; an end that is a day is the end of that day. */
    @ParameterizedTest
    @CsvSource({
        "from, 2026-03-29, 2026-03-28T23:00:00Z",
        "to, 2026-03-29, 2026-03-29T22:00:00Z",
        "to, 2026-10-25, 2026-10-25T23:00:00Z",
        "from, 2026-11-20T03:00, 2026-11-20T02:00:00Z",
        "to, 2026-11-20T03:00:30, 2026-11-20T02:00:30Z",
        "from, 2026-11-20T03:00Z, 2026-11-20T03:00:00Z",
        "from, 2026-11-20T03:00:00-05:00, 2026-11-20T08:00:00Z",
        "from, ' 2026-11-20 ', 2026-11-19T23:00:00Z",
    })
    void times(String name, String given, Instant expected) {
        ListFilter filter = filter(name, given);
        assertThat(filter.faults()).isEmpty();
        assertThat(name.equals("from") ? filter.from() : filter.to()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind|nonsense|kind is “nonsense”: write one of problem, change, reminder, recovery, healed, drill.",
                "from|yesterday|from is “yesterday”: write a day such as 2026-03-29, a time of Europe/Berlin such as"
                        + " 2026-03-29T14:00, or one with its offset such as 2026-03-29T12:00Z.",
                "to|2026-02-30|to is “2026-02-30”: write a day such as 2026-03-29, a time of Europe/Berlin such as"
                        + " 2026-03-29T14:00, or one with its offset such as 2026-03-29T12:00Z.",
                "from|+999999999-01-01T00:00Z|from is “+999999999-01-01T00:00Z”: write a day such as 2026-03-29, a time of"
                        + " Europe/Berlin such as 2026-03-29T14:00, or one with its offset such as 2026-03-29T12:00Z.",
                "after|somewhere|after is “somewhere”, which is no place in this list: leave it out to see the first page.",
            })
    void whatCannotBeReadIsAnsweredWithASentence(String name, String given, String fault) {
        assertThat(filter(name, given).faults()).containsExactly(fault);
    }

    @Test
    void eachFaultIsTold() {
        assertThat(filter("kind", "x", "from", "x", "to", "x", "after", "x", "check", "x".repeat(300))
                        .faults())
                .hasSize(5);
    }

    @Test
    void choosesByIdNameAndGlob() {
        CheckId check = CheckId.of("esm", "soc", "events", "1");
        assertThat(filter("check", "esm/soc/*").checks().matches(check, "ERC-1 events"))
                .isTrue();
        assertThat(filter("check", "ERC-1 events").checks().matches(check, "ERC-1 events"))
                .isTrue();
        assertThat(filter("check", "ERC-2*").checks().matches(check, "ERC-1 events"))
                .isFalse();
        assertThat(filter("check", " ").isNarrow()).isFalse();
        assertThat(filter("kind", "healed").kind()).isEqualTo(Kind.HEALED);
    }

    @Test
    void linksKeepTheChoice() {
        ListFilter filter = filter("check", "a b&c/*", "kind", "problem", "after", "12.n1", "unknown", "x");
        Paging paging = filter.paging("/notices", new Position(Instant.ofEpochMilli(34), "n2"));
        assertThat(paging.back()).isEqualTo("/notices?check=a+b%26c/*&kind=problem");
        assertThat(paging.on()).isEqualTo("/notices?check=a+b%26c/*&kind=problem&after=34.n2");
        assertThat(filter().paging("/notices", null)).isEqualTo(Paging.NONE);
    }
}
