package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEachLanguage
class EsmZonesTest {

    @ParameterizedTest
    @CsvSource({
        "1, Pacific/Pago_Pago",
        "2, Pacific/Honolulu",
        "4, America/Los_Angeles",
        "8, America/Guatemala",
        "13, America/New_York",
        "14, America/Indiana/Indianapolis",
        "20, America/Buenos_Aires",
        "26, Etc/UTC",
        "28, Europe/Belgrade",
        "30, Europe/Warsaw",
        "37, Asia/Jerusalem",
        "44, Asia/Baku",
        "49, Asia/Kathmandu",
        "56, Asia/Shanghai",
        "61, Asia/Tokyo",
        "67, Australia/Sydney",
        "72, Pacific/Auckland",
        "76, Europe/Dublin",
        "77, Europe/Istanbul",
    })
    void knowsTheNumbers(int tzId, String zone) {
        assertThat(EsmZones.byId(tzId)).contains(ZoneId.of(zone));
    }

    @Test
    void knowsAllSeventySeven() {
        for (int tzId = 1; tzId <= 77; tzId++) {
            assertThat(EsmZones.byId(tzId)).as("number %d", tzId).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 78, 999})
    void knowsNoOthers(int tzId) {
        assertThat(EsmZones.byId(tzId)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, +01:00, true", "Europe/Berlin, +02:00, true", "Europe/Berlin, +00:00, false",
        "Europe/Dublin, +00:00, true", "Europe/Dublin, +01:00, true", "Australia/Lord_Howe, +10:30, true",
        "Australia/Lord_Howe, +11:00, true", "Asia/Kolkata, +05:30, true", "America/Mexico_City, -05:00, false",
    })
    void comparesOffsetsWithSummerAndStandardTime(ZoneId zone, String offset, boolean fits) {
        assertThat(ZoneRules.offsets(zone, Instant.parse("2026-07-20T12:00:00Z"))
                        .contains(ZoneOffset.of(offset)))
                .isEqualTo(fits);
    }
}
