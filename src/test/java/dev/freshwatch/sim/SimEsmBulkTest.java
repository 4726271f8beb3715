package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.sim.BulkBehaviour.Offer;
import dev.freshwatch.sim.BulkBehaviour.Quirk;
import dev.freshwatch.sim.BulkBehaviour.ReceiverRow;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The last events of all devices in one call: as the contract tells it, and in all the ways in which it may be wrong. */
class SimEsmBulkTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String PRIVATE = "Request=API%13QRY_GETDEVICELASTALERTTIME%13%14";

    private final SimEsm esm = new SimEsm(InstantSource.fixed(NOW));
    private final SimDevice receiver = esm.appliance().addReceiver("ERC-1");
    private EsmCaller caller;

    @BeforeEach
    void logIn() throws Exception {
        caller = new EsmCaller(esm.url()).loggedIn();
        receiver.events().aged(Duration.ofSeconds(90));
        receiver.events().aged(Duration.ofMinutes(6));
    }

    @AfterEach
    void stop() {
        assertThat(esm.requests().violations()).isEmpty();
        esm.close();
    }

    private List<String> rows() throws Exception {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : caller.json("v2/qryGetDeviceLastAlertTime", "{}")) {
            rows.add(row.path("deviceName").textValue() + "|"
                    + row.path("deviceType").textValue() + "|"
                    + row.path("lastEvent").textValue());
        }
        return rows;
    }

    @Test
    void tellsTheLastEventOfEachDeviceInTheZoneOfTheAccount() throws Exception {
        esm.appliance().zone(27);
        assertThat(rows())
                .containsExactly(
                        "ERC-1|McAfee Event Receiver|11/20/2026 12:58:30", "ERC-1 source|Linux|11/20/2026 12:58:30");
        assertThat(caller.post("qryGetDeviceLastAlertTime", "{}").statusCode()).isEqualTo(404);
        assertThat(post(PRIVATE).statusCode()).isEqualTo(404);
    }

    static Stream<Arguments> quirks() {
        return Stream.of(
                Arguments.of(BulkBehaviour.missing(), List.of()),
                Arguments.of(BulkBehaviour.never(), List.of("")),
                Arguments.of(BulkBehaviour.claims(Duration.ZERO), List.of("11/20/2026 12:00:00")),
                Arguments.of(BulkBehaviour.claims(Duration.ofHours(-2)), List.of("11/20/2026 14:00:00")),
                Arguments.of(BulkBehaviour.text("soon"), List.of("soon")),
                Arguments.of(
                        BulkBehaviour.doubled(Duration.ofDays(1)),
                        List.of("11/20/2026 11:58:30", "11/19/2026 12:00:00")));
    }

    @ParameterizedTest
    @MethodSource("quirks")
    void mayBeWrongAboutADevice(Quirk quirk, List<String> times) throws Exception {
        esm.behaviour().bulk().quirk(receiver.id(), quirk);
        List<String> expected = new ArrayList<>(times.stream()
                .map(time -> "ERC-1|McAfee Event Receiver|" + time)
                .toList());
        expected.add("ERC-1 source|Linux|11/20/2026 11:58:30");
        assertThat(rows()).containsExactlyElementsOf(expected);
        esm.behaviour().bulk().quirk(receiver.id(), null);
        assertThat(rows()).contains("ERC-1|McAfee Event Receiver|11/20/2026 11:58:30");
    }

    @Test
    void mayLagOrBeOfTheBoxOrInAnotherZoneOrKnowStrangers() throws Exception {
        esm.behaviour().bulk().lag(Duration.ofMinutes(5));
        assertThat(rows()).contains("ERC-1|McAfee Event Receiver|11/20/2026 11:54:00");
        esm.behaviour().bulk().receiverRow(ReceiverRow.BOX);
        assertThat(rows())
                .contains("ERC-1|McAfee Event Receiver|11/19/2026 12:00:00", "ERC-1 source|Linux|11/20/2026 11:54:00");
        esm.behaviour().bulk().lag(Duration.ZERO).zone(ZoneId.of("Asia/Tokyo")).stranger("who", NOW);
        assertThat(rows()).contains("ERC-1 source|Linux|11/20/2026 20:58:30", "who|Linux|11/20/2026 21:00:00");
    }

    @Test
    void isThereInThePrivateSurfaceInstead() throws Exception {
        esm.behaviour().bulk().offer(Offer.PRIVATE);
        assertThat(caller.post("v2/qryGetDeviceLastAlertTime", "{}").statusCode())
                .isEqualTo(404);
        assertThat(post(PRIVATE).body())
                .isEqualTo("Response=EC%130%13%14ITEMS%13"
                        + "ERC%2D1%11McAfee%20Event%20Receiver%111%1111%2F20%2F2026%2011%3A58%3A30%11%12"
                        + "ERC%2D1%20source%11Linux%111%1111%2F20%2F2026%2011%3A58%3A30%11%12%13%14");
        esm.behaviour().bulk().quirk(receiver.id(), BulkBehaviour.width(6));
        assertThat(post(PRIVATE).body()).contains("58%3A30%11%11T%12ERC");
        assertThat(esm.requests().of("QRY_GETDEVICELASTALERTTIME")).isEqualTo(2);
    }

    private HttpResponse<String> post(String body) throws Exception {
        return caller.send("POST", "/ess/QRY_GETDEVICELASTALERTTIME", body, null, true);
    }
}
