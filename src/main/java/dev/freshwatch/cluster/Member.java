package dev.freshwatch.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A row of {@code cluster_node}. All times are those of the database's clock.
 *
 * @param incarnation another one at each start of the node
 * @param version     of Freshwatch
 * @param configHash  of the configuration that the node goes by; empty if it is not known yet
 * @param wants       the namespaces that its configuration has, and that it can do
 * @param leftAt      when it was stopped in good order; null = it was not
 * @param trouble     why it hangs, and leaves its work to others that are well; null = it is well
 */
public record Member(
        String node,
        String incarnation,
        Instant startedAt,
        Instant seenAt,
        String version,
        String configHash,
        Set<String> wants,
        Instant leftAt,
        String trouble) {

    public Member {
        wants = Set.copyOf(wants);
    }

    /** One that is well. */
    public Member(
            String node,
            String incarnation,
            Instant startedAt,
            Instant seenAt,
            String version,
            String configHash,
            Set<String> wants,
            Instant leftAt) {
        this(node, incarnation, startedAt, seenAt, version, configHash, wants, leftAt, null);
    }

    /** Whether it has been seen within a lease. */
    public boolean isLive(Instant now, Duration lease) {
        return leftAt == null && seenAt.plus(lease).isAfter(now);
    }
}
