package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.Lease.Cause;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TakeoverCountsTest {

    @Test
    void eachLeaseIsCountedWithItsReason() {
        TakeoverCounts counts = new TakeoverCounts();
        assertThat(counts.all()).isEmpty();
        counts.taken(Map.of("esm/soc", Cause.EXPIRED, "misp/intel", Cause.EXPIRED, "services/1", Cause.SHARED));
        counts.gained("esm/soc");
        counts.lost("esm/soc");
        counts.taken(Map.of("esm/soc", Cause.EXPIRED));
        counts.taken(Map.of());

        assertThat(counts.all()).isEqualTo(Map.of(Cause.EXPIRED, 3L, Cause.SHARED, 1L));
    }
}
