package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the simulated ESM answers about itself, its devices and its alarms, in both shapes. */
class SimEsmShapeTest {

    private static final Instant NOW = Instant.parse("2026-10-25T00:30:00Z");
    private static final String ALARMS = "alarmGetTriggeredAlarms?triggeredTimeRange=LAST_HOUR&status=&pageSize=50";

    private final SimEsm esm = new SimEsm(InstantSource.fixed(NOW));
    private EsmCaller caller;

    @BeforeEach
    void logIn() throws Exception {
        caller = new EsmCaller(esm.url()).loggedIn();
    }

    @AfterEach
    void stop() {
        assertThat(esm.requests().violations()).isEmpty();
        esm.close();
    }

    @Test
    void tellsItsClockInGmt() throws Exception {
        esm.appliance().zone(27).skew(Duration.ofMinutes(-3));
        assertThat(caller.post("essmgtGetESSTime", "").body())
                .isEqualTo("{\"return\":{\"value\":\"2026-10-25T00:27:00.0+0000\"}}");
        assertThat(caller.post("v2/essmgtGetESSTime", "").body())
                .isEqualTo("{\"value\":\"2026-10-25T00:27:00.0+0000\"}");
        esm.behaviour().bareClock(true);
        assertThat(caller.post("v2/essmgtGetESSTime", "").body()).isEqualTo("\"2026-10-25T00:27:00.0+0000\"");
    }

    @Test
    void tellsItsZonesAndVersion() throws Exception {
        JsonNode zones = caller.json("userGetTimeZones", "").get("return");
        assertThat(zones).hasSize(77);
        assertThat(zones.get(12).toString())
                .isEqualTo("{\"id\":{\"value\":13},\"name\":\"New York\",\"offset\":\"-05:00\"}");
        esm.behaviour().standardOffsets(false);
        assertThat(caller.json("v2/userGetTimeZones", "").get(12).toString())
                .isEqualTo("{\"id\":13,\"name\":\"New York\",\"offset\":\"-04:00\"}");
        assertThat(caller.json("v2/essmgtGetBuildStamp", "").get("buildStamp").asText())
                .startsWith("11.6.0 ");
    }

    @Test
    void listsReceiversWithIdsBeyondFloatingPoint() throws Exception {
        esm.appliance().addReceiver("ERC \"<b>\r\n{{env:HOME}}");
        esm.appliance().addElmReceiver("ERC-1").disable(true);
        String both = "{\"types\":[\"RECEIVER\",\"ELMREC\"]}";
        JsonNode v1 = caller.json("devGetDeviceList?filterByRights=false", both).get("return");
        assertThat(v1.at("/0/id/id").longValue()).isEqualTo(144116287587483648L);
        assertThat(v1.at("/0/name").asText()).isEqualTo("ERC \"<b>\r\n{{env:HOME}}");
        JsonNode v2 = caller.json("v2/devGetDeviceList?filterByRights=false", both);
        assertThat(v2.at("/1/id").isTextual()).isTrue();
        assertThat(v2.at("/1/id").asText()).isEqualTo("144117387099111424");
        assertThat(v2.at("/1/type").asText()).isEqualTo("ELMREC");
        assertThat(caller.json("v2/devGetDeviceList?filterByRights=false", "{\"types\":[\"RECEIVER\"]}"))
                .hasSize(1);
        esm.behaviour().numericIds(true);
        assertThat(caller.json("v2/devGetDeviceList?filterByRights=false", both)
                        .at("/1/id")
                        .isNumber())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"false, 4", "true, 3"})
    void tellsDisabledDevicesInTheTree(boolean hide, int devices) throws Exception {
        esm.appliance().addReceiver("ERC-1");
        SimDevice disabled = esm.appliance().addReceiver("ERC-2").disable(true);
        JsonNode tree = caller.json("v2/grpGetDeviceTreeEx?displayID=0&hideDisabledDevices=" + hide, "");
        assertThat(tree.get("devices")).hasSize(devices);
        List<String> off = new ArrayList<>();
        tree.get("devices").forEach(device -> {
            if (device.get("deviceDisabled").asBoolean()) {
                off.add(device.get("ipsID").asText());
            }
        });
        assertThat(off).isEqualTo(hide ? List.of() : List.of(Long.toString(disabled.id())));
    }

    @ParameterizedTest
    @EnumSource(EsmBehaviour.AlarmOrder.class)
    void listsAlarmsInTheOrderOfItsSetting(EsmBehaviour.AlarmOrder order) throws Exception {
        esm.behaviour().alarmOrder(order);
        for (int minute : new int[] {3, 1, 2, 70}) {
            esm.appliance().alarms().stream().aged(Duration.ofMinutes(minute));
        }
        List<String> dates = new ArrayList<>();
        caller.json("v2/" + ALARMS, "")
                .forEach(alarm -> dates.add(alarm.get("triggeredDate").asText().substring(11)));
        assertThat(dates).containsExactlyInAnyOrder("00:29:00", "00:28:00", "00:27:00");
        switch (order) {
            case NEWEST_FIRST -> assertThat(dates).first().isEqualTo("00:29:00");
            case OLDEST_FIRST -> assertThat(dates).first().isEqualTo("00:27:00");
            case SHUFFLED -> assertThat(dates).hasSize(3);
        }
    }

    @Test
    void pagesAlarmsAndShowsThoseOfTheUserOnly() throws Exception {
        Instant time = NOW.minusSeconds(60);
        esm.appliance().alarms().add("mine", time, null, null).add("hers", time, "alice", null);
        esm.appliance().alarms().add("done", time.minusSeconds(1), null, NOW);
        assertThat(names(ALARMS, "")).containsExactly("mine", "done");
        assertThat(names(ALARMS, "{\"assignedUser\": {\"username\": \"alice\"}}"))
                .containsExactly("hers");
        assertThat(names(ALARMS.replace("status=", "status=unacknowledged"), ""))
                .containsExactly("mine");
        assertThat(names(ALARMS.replace("pageSize=50", "pageSize=1&pageNumber=2"), ""))
                .containsExactly("done");
        JsonNode alarm = caller.json(ALARMS, "").at("/return/0");
        assertThat(alarm.at("/id/value").isIntegralNumber()).isTrue();
        assertThat(alarm.get("acknowledgedDate").asText()).isEmpty();
    }

    /** 02:30 happens twice in Amsterdam that night: NOW is the first of the two. */
    @ParameterizedTest
    @CsvSource({
        "27, MONTH_DAY_YEAR,    0, 10/25/2026 02:30:00",
        "27, MONTH_DAY_YEAR, 3600, 10/25/2026 02:30:00",
        "27, YEAR_MONTH_DAY, 7200, 2026/10/25 03:30:00",
        "27, DAY_MONTH_YEAR,    0, 25/10/2026 02:30:00",
        "27, GMT,               0, 10/25/2026 00:30:00(GMT)",
        "13, MONTH_DAY_YEAR,    0, 10/24/2026 20:30:00",
        "99, MONTH_DAY_YEAR,    0, 10/25/2026 00:30:00",
    })
    void writesLocalTimesOfTheAccount(int zone, DateText format, long skewSeconds, String text) throws Exception {
        esm.appliance().zone(zone).dates(format).skew(Duration.ofSeconds(skewSeconds));
        esm.appliance().alarms().stream().aged(Duration.ZERO);
        assertThat(caller.json("v2/" + ALARMS, "").at("/0/triggeredDate").asText())
                .isEqualTo(text);
    }

    @Test
    void takesCustomBoundsAsLocal() throws Exception {
        esm.appliance().zone(13);
        esm.appliance().alarms().stream().at(Instant.parse("2026-10-24T16:00:00Z"));
        String custom = "alarmGetTriggeredAlarms?triggeredTimeRange=CUSTOM&customStart=%s&customEnd=%s";
        assertThat(names(
                        String.format(Locale.ROOT, custom, "2026-10-24T11:59:00.000Z", "2026-10-24T12:01:00.000Z"), ""))
                .hasSize(1);
        assertThat(names(
                        String.format(Locale.ROOT, custom, "2026-10-24T15:59:00.000Z", "2026-10-24T16:01:00.000Z"), ""))
                .isEmpty();
    }

    private List<String> names(String command, String body) throws Exception {
        List<String> names = new ArrayList<>();
        caller.json(command, body)
                .get("return")
                .forEach(alarm -> names.add(alarm.get("alarmName").asText()));
        return names;
    }
}
