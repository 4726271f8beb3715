package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@InEachLanguage
class EventRowsTest {

    private static final long RECEIVER = 144116287587483648L;

    private static Optional<Instant> newest(String json) throws EsmException {
        return EventRows.newest(
                EsmJson.read(json.getBytes(StandardCharsets.UTF_8), "test"),
                RECEIVER,
                new EsmTimes("soc", ZoneId.of("Etc/UTC"), DateOrder.AUTO),
                new AskedWindow(
                        Window.LAST_HOUR,
                        Instant.parse("2026-11-20T11:00:00Z"),
                        Instant.parse("2026-11-20T12:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Alert.LastTime | Alert.IPSID | 11/20/2026 11:00:00 | 144116287604260864",
                "LastTime | IPSID | 11/20/2026 11:00:00 | 144116287587483648",
                "Alert.IPSID | Alert.LastTime | 144116287604260864 | 11/20/2026 11:00:00",
            })
    void findsColumnsByName(String first, String second, String firstValue, String secondValue) throws EsmException {
        assertThat(newest(String.format(
                                Locale.ROOT,
                                "{\"columns\":[{\"name\":\"x\"},{\"name\":\"%s\"},{\"name\":\"%s\"}],",
                                first,
                                second)
                        + String.format(
                                Locale.ROOT, "\"rows\":[{\"values\":[\"\",\"%s\",\"%s\"]}]}", firstValue, secondValue)))
                .contains(Instant.parse("2026-11-20T11:00:00Z"));
    }

    @Test
    void takesNoRowsForAnEmptyWindow() throws EsmException {
        assertThat(newest("{\"return\":{\"columns\":[],\"rows\":[]}}")).isEmpty();
    }

    @Test
    void tellsWhenARowIsAboutAnotherReceiver() {
        assertThatThrownBy(() -> newest("{\"columns\":[{\"name\":\"LastTime\"},{\"name\":\"IPSID\"}],"
                        + "\"rows\":[{\"values\":[\"11/20/2026 11:00:00\",\"144117387099111424\"]}]}"))
                .isInstanceOfSatisfying(EsmException.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.MISMATCH);
                    assertThat(failure).hasMessageContaining("144117387099111424");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "[]",
                "{\"columns\":[]}",
                "{\"rows\":null}",
                "{\"columns\":[{\"name\":\"LastTime\"}],\"rows\":[{\"values\":[\"11/20/2026 11:00:00\"]}]}",
                "{\"columns\":[{\"name\":\"IPSID\"}],\"rows\":[{\"values\":[\"144116287587483648\"]}]}",
                "{\"columns\":[{\"name\":\"LastTime\"},{\"name\":\"IPSID\"}],\"rows\":[{\"values\":[\"11/20/2026 11:00:00\"]}]}",
                "{\"columns\":[{\"name\":\"LastTime\"},{\"name\":\"IPSID\"}],\"rows\":[{\"values\":[\"\",\"144116287587483648\"]}]}",
                "{\"columns\":[{\"name\":\"LastTime\"},{\"name\":\"IPSID\"}],\"rows\":[{\"values\":[\"11/20/2026 11:00:00\",\"ERC-1\"]}]}",
                "{\"columns\":[{\"name\":\"LastTime\"},{\"name\":\"IPSID\"}],\"rows\":[\"x\"]}",
            })
    void takesNothingElseForRows(String json) {
        assertThatThrownBy(() -> newest(json))
                .isInstanceOfSatisfying(EsmException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.UNREADABLE));
    }
}
