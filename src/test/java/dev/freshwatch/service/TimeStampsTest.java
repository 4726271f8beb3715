package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The many ways in which programs write one moment, and what is none. */
class TimeStampsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iso | 2026-11-06T08:05:03Z | 2026-11-06T08:05:03Z",
                "iso | 2026-11-06t08:05:03z | 2026-11-06T08:05:03Z",
                "iso | 2026-11-06 08:05:03Z | 2026-11-06T08:05:03Z",
                "iso | 2026-11-06T08:05Z | 2026-11-06T08:05:00Z",
                "iso | 2026-11-06T08:05:03.25Z | 2026-11-06T08:05:03.25Z",
                "iso | 2026-11-06T08:05:03,25Z | 2026-11-06T08:05:03.25Z",
                "iso | 2026-11-06 08:05:03,123+01:00 | 2026-11-06T07:05:03.123Z",
                "iso | 2026-11-06T08:05:03.123456789Z | 2026-11-06T08:05:03.123456789Z",
                "iso | 2026-11-06T08:05:03.1234567891Z | 2026-11-06T08:05:03.123456789Z",
                "iso | 2026-11-06T08:05:03.999999999999Z | 2026-11-06T08:05:03.999999999Z",
                "iso | 2026-11-06T08:05:03 UTC | 2026-11-06T08:05:03Z",
                "iso | 2026-11-06 08:05:03.5 utc | 2026-11-06T08:05:03.5Z",
                "iso | 2026-11-06T08:05:03GMT | 2026-11-06T08:05:03Z",
                "iso | 2026-11-06 08:05:03 UTC+01:00 | 2026-11-06T07:05:03Z",
                "iso | 2026-11-06 08:05:03 GMT-5 | 2026-11-06T13:05:03Z",
                "iso | 2026-11-06T08:05:03+0530 | 2026-11-06T02:35:03Z",
                "iso | 2026-11-06T08:05:03+01 | 2026-11-06T07:05:03Z",
                "iso | 2026-11-06T08:05:03 -05:00 | 2026-11-06T13:05:03Z",
                "iso | 2026-11-06T08:05:03+01:00[Europe/Berlin] | 2026-11-06T07:05:03Z",
                "iso | 2026-11-06T08:05:03Z[UTC] | 2026-11-06T08:05:03Z",
                "iso | 2026-11-06T08:05:03[Asia/Tokyo] | 2026-11-05T23:05:03Z",
                "iso | 2026-11-06 08:05:03 Asia/Tokyo | 2026-11-05T23:05:03Z",
                "iso | 2026-11-6 8:05:03Z | 2026-11-06T08:05:03Z",
                "iso | 2026-1-6T08:05:03Z | 2026-01-06T08:05:03Z",
                "rfc1123 | Fri, 06 Nov 2026 08:05:03 GMT | 2026-11-06T08:05:03Z",
                "rfc1123 | Fri, 6 Nov 2026 08:05:03 GMT | 2026-11-06T08:05:03Z",
                "rfc1123 | fri, 06 nov 2026 08:05:03 utc | 2026-11-06T08:05:03Z",
                "rfc1123 | Fri, 06 Nov 2026 08:05:03 +0100 | 2026-11-06T07:05:03Z",
                "rfc1123 | 6 Nov 2026 08:05 -0500 | 2026-11-06T13:05:00Z",
                "rfc1123 | Friday, 06-Nov-2026 08:05:03 GMT | 2026-11-06T08:05:03Z",
                "epoch-seconds | 1793952303 | 2026-11-06T08:05:03Z",
                "epoch-seconds | 1793952303.25 | 2026-11-06T08:05:03.25Z",
                "epoch-seconds | 1.793952303e9 | 2026-11-06T08:05:03Z",
                "epoch-millis | 0 | 1970-01-01T00:00:00Z",
                "epoch-millis | 1793952303250 | 2026-11-06T08:05:03.25Z",
                "epoch-micros | 1793952303250001 | 2026-11-06T08:05:03.250001Z",
                "epoch-nanos | 1793952303250000001 | 2026-11-06T08:05:03.250000001Z",
                "epoch-nanos | 1793952303250000001.75 | 2026-11-06T08:05:03.250000001Z",
                "dd/MM/yyyy HH:mm:ss X | 06/11/2026 08:05:03 Z | 2026-11-06T08:05:03Z",
                "dd/MM/yyyy HH:mm:ss X | 6/1/2026 8:05:03 Z | 2026-01-06T08:05:03Z",
                "yyyy-MM-dd HH:mm:ss,SSSX | 2026-11-06 08:05:03,123456Z | 2026-11-06T08:05:03.123456Z",
                "yyyyMMddHHmmssX | 20261106080503Z | 2026-11-06T08:05:03Z",
                "MMM d yyyy h:mm a X | nov 6 2026 8:05 pm Z | 2026-11-06T20:05:00Z",
            })
    void isRead(String format, String text, Instant time) throws Exception {
        assertThat(TimeStamps.of(format, null).read(text)).contains(time);
        assertThat(TimeStamps.of(format, BERLIN).read(" " + text + " "))
                .as("its own zone counts")
                .contains(time);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iso | 2026-11-06T08:05:03 | 2026-11-06T07:05:03Z",
                "iso | 2026-07-06 08:05:03,5 | 2026-07-06T06:05:03.5Z",
                "rfc1123 | Fri, 06 Nov 2026 08:05:03 | 2026-11-06T07:05:03Z",
                "dd/MM/yyyy HH:mm | 6/11/2026 08:05 | 2026-11-06T07:05:00Z",
                "dd/MM/yyyy | 6/11/2026 | 2026-11-05T23:00:00Z",
            })
    void isReadInTheZoneThatIsGiven(String format, String text, Instant time) throws Exception {
        assertThat(TimeStamps.of(format, BERLIN).read(text)).contains(time);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iso | 2026-11-06T08:05:03",
                "iso | 2026-11-06",
                "iso | 2026-02-30T08:05:03Z",
                "iso | 2026-13-06T08:05:03Z",
                "iso | 2026-11-06T25:05:03Z",
                "iso | 2026-11-06T08:05:03+99:00",
                "iso | 2026-11-06T08:05:03[Nowhere/Atall]",
                "iso | 2026-11-06T08:05:03 CST",
                "iso | 26-11-06T08:05:03Z",
                "iso | 2026-11-06T08:05:03Z and more",
                "iso | 1793952303",
                "iso | Fri, 06 Nov 2026 08:05:03 GMT",
                "iso | 1969-12-31T23:59:59Z",
                "iso | 2201-01-01T00:00:00Z",
                "rfc1123 | Fri, 06 Nov 26 08:05:03 GMT",
                "rfc1123 | Fri, 06 Nox 2026 08:05:03 GMT",
                "rfc1123 | Fri, 31 Feb 2026 08:05:03 GMT",
                "rfc1123 | Fri, 06 Nov 2026 08:05:03",
                "rfc1123 | Fri, 06 Nov 2026 08:05:03 EST",
                "epoch-seconds | 1793952303250",
                "epoch-millis | 1793952303",
                "epoch-millis | 1793952303250001",
                "epoch-micros | 1793952303250000001",
                "epoch-nanos | 1793952303250",
                "epoch-seconds | 1e999999999",
                "epoch-seconds | 1e-999999999",
                "epoch-seconds | 10E2147483646",
                "epoch-millis | 10E2147483646",
                "epoch-nanos | 1.00E2147483647",
                "epoch-seconds | 0x6",
                "epoch-seconds | -1",
            })
    void isNoTime(String format, String text) throws Exception {
        assertThat(TimeStamps.of(format, null).read(text)).isEmpty();
    }
}
