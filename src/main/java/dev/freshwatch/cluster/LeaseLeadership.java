package dev.freshwatch.cluster;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The leadership of several nodes. Of itself, this node goes by its own clock; of others, by the rows that it has read last. */
public record LeaseLeadership(Leases leases) implements Leadership {

    @Override
    public String node() {
        return leases.node();
    }

    @Override
    public boolean leads(String lease) {
        return leases.holds(lease);
    }

    @Override
    public Optional<String> leader(String lease) {
        if (leads(lease)) {
            return Optional.of(node());
        }
        List<String> live = leases.live().stream().map(Member::node).toList();
        return leases.view()
                .lease(lease)
                .filter(Lease::isHeld)
                .map(Lease::holder)
                .filter(holder -> !holder.equals(node()) && live.contains(holder));
    }

    @Override
    public List<String> nodes() {
        return Stream.concat(leases.live().stream().map(Member::node), Stream.of(node()))
                .distinct()
                .sorted()
                .toList();
    }
}
