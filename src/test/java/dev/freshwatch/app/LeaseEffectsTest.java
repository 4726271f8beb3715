package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.Namespaces;
import dev.freshwatch.freshness.CheckId;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Which checks go with a lease. */
class LeaseEffectsTest {

    private static final CheckId TEMPLATED = new CheckId("service/portal/http");
    private static final CheckId REPORTED = new CheckId("service/portal/queue");
    private static final Predicate<CheckId> TEMPLATES = TEMPLATED::equals;

    private static boolean goes(CheckId check) {
        return LeaseEffects.isMadeIn(Namespaces.ofCheck(check.value()), check, TEMPLATES);
    }

    @Test
    void whatTheOtherNodeMakesGoes() {
        assertThat(goes(TEMPLATED)).isTrue();
        assertThat(goes(new CheckId("esm/soc/alarms"))).isTrue();
        assertThat(LeaseEffects.isMadeIn("esm/lab", new CheckId("esm/soc/alarms"), TEMPLATES))
                .isFalse();
    }

    /** Nobody else would show it. */
    @Test
    void whatAnOwnRouteReportsHereStays() {
        assertThat(goes(REPORTED)).isFalse();
        assertThat(goes(new CheckId("freshwatch/store"))).isFalse();
    }
}
