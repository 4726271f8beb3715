package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a row is believed, after which comparisons. */
class RowProofsTest {

    private static final long ERC = 1;
    private static final String US = "MM/dd/yyyy";
    private static final String EU = "dd/MM/yyyy";

    private final FakeTime time = new FakeTime();
    private final RowProofs proofs = new RowProofs(time);
    private final Instant asked = time.now();

    private Instant before(String length) {
        return asked.minus(Duration.parse(length));
    }

    private boolean compare(Map<String, Instant> claims, Instant newest) {
        return proofs.compare(ERC, "erc", claims, asked, newest, asked.minus(Duration.ofHours(1)));
    }

    private Instant read(Map<String, Instant> claims) {
        return proofs.read(ERC, "erc", claims);
    }

    /** Times are before the rows were requested; a query comes after that, so its event may be later. */
    @ParameterizedTest(name = "row {0}, query {1}: {2}")
    @CsvSource({
        "PT3M, PT3M, true",
        "PT4M, PT3M, true",
        "PT4M1S, PT3M, false",
        "PT2M58S, PT3M, true",
        "PT2M57S, PT3M, false",
        "PT0S, PT3S, false",
        "PT0S, PT2S, true",
        "PT-30S, PT0S, false",
        // an event since then: how old the newest one was before is not known, unless the row itself is young
        "PT1M, PT-20S, true",
        "PT1M1S, PT-20S, false",
        "PT5M, PT-5M, false",
        "PT24H, PT1M, false",
        // none in the window of an hour
        "PT5M, , false",
        "PT2H, , false",
    })
    void aRowIsProvenIfAQueryFindsTheSame(String row, String query, boolean proven) {
        compare(Map.of(US, before(row)), query == null ? null : before(query));
        assertThat(read(Map.of(US, before(row)))).isEqualTo(proven ? before(row) : null);
    }

    /** What cannot be decided takes nothing away; what can, does. */
    @ParameterizedTest(name = "row {0}, query {1}: still believed {2}, hides a silence {3}")
    @CsvSource({
        "PT5M, PT-5M, true, false",
        "PT2H, , true, false",
        "PT5M, , false, true",
        "PT5M, PT3M, false, false",
        "PT1M, PT3M, false, true",
    })
    void aProofIsLostByAComparisonThatFails(String row, String query, boolean believed, boolean hides) {
        Map<String, Instant> young = Map.of(US, before("PT10S"));
        proofs.compare(2, "other", young, asked, before("PT10S"), asked);
        compare(Map.of(US, before("PT3H")), before("PT3H"));
        assertThat(compare(Map.of(US, before(row)), query == null ? null : before(query)))
                .isEqualTo(hides);
        assertThat(read(young) != null).isEqualTo(believed);
        assertThat(proofs.read(2, "other", young) == null).as("others").isEqualTo(hides);
    }

    @Test
    void whoFailedMustAgreeSeveralTimes() {
        Map<String, Instant> right = Map.of(US, before("PT1M"));
        compare(Map.of(US, before("PT10M")), before("PT1M"));
        compare(Map.of(US, before("PT10M")), before("PT1M"));
        for (int agreed = 1; agreed <= 4; agreed++) {
            compare(right, before("PT1M"));
            assertThat(read(right)).as(agreed + " times").isNull();
        }
        compare(right, before("PT1M"));
        assertThat(read(right)).isNotNull();
        compare(Map.of(US, before("PT10M")), before("PT1M"));
        time.pass(Duration.ofHours(25));
        compare(right, before("PT1M"));
        assertThat(read(right)).as("a day later that is forgotten").isNotNull();
    }

    @Test
    void theComparisonTellsDayFromMonth() {
        Instant march = before("PT5880H");
        compare(Map.of(US, before("PT1M"), EU, march), before("PT1M"));
        assertThat(read(Map.of(US, before("PT30S"), EU, march))).isEqualTo(before("PT30S"));
        assertThat(read(Map.of(EU, before("PT30S"))))
                .as("the other order is not proven")
                .isNull();
    }

    @Test
    void aDayThatIsTheSameInBothOrdersDecidesNothing() {
        compare(Map.of(US, before("PT1M"), EU, before("PT1M")), before("PT1M"));
        assertThat(read(Map.of(US, before("PT30S"), EU, before("PT30S")))).isEqualTo(before("PT30S"));
        assertThat(read(Map.of(US, before("PT30S"), EU, before("PT5880H")))).isNull();
        compare(Map.of(US, before("PT30S"), EU, before("PT5880H")), before("PT30S"));
        assertThat(read(Map.of(US, before("PT20S"), EU, before("PT5880H")))).isEqualTo(before("PT20S"));
    }

    @Test
    void aRowDoesNotGoBack() {
        Map<String, Instant> claims = Map.of(US, before("PT1M"));
        compare(claims, before("PT1M"));
        assertThat(read(Map.of(US, before("PT2M")))).isNotNull();
        assertThat(read(Map.of(US, before("PT2M1S")))).isNull();
        assertThat(read(claims)).isNull();
    }

    @Test
    void anotherNameOrAProblemNeedsAQuery() {
        Map<String, Instant> claims = Map.of(US, before("PT1M"));
        compare(claims, before("PT1M"));
        proofs.found(ERC, false);
        assertThat(read(claims)).isNull();
        proofs.found(ERC, true);
        assertThat(read(claims)).isNotNull();
        assertThat(proofs.read(ERC, "renamed", claims)).isNull();
        assertThat(read(claims)).isNull();
    }
}
