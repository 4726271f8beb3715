package dev.freshwatch.cluster;

import java.util.List;
import java.util.Optional;

/** What Camel's cluster service is made of: who is there, and which node has which lease. Thread-safe, and never blocks. */
public interface Leadership {

    /** The name of this node. */
    String node();

    /** Whether this node has this lease at this moment. */
    boolean leads(String lease);

    /** The node that has this lease, as far as this one knows; empty if nobody has it. */
    Optional<String> leader(String lease);

    /** The names of the nodes that are there, with this one, as far as it knows. */
    List<String> nodes();

    /** A process that is alone, and leads everything. */
    static Leadership alone(String node) {
        return new Leadership() {
            @Override
            public String node() {
                return node;
            }

            @Override
            public boolean leads(String lease) {
                return true;
            }

            @Override
            public Optional<String> leader(String lease) {
                return Optional.of(node);
            }

            @Override
            public List<String> nodes() {
                return List.of(node);
            }
        };
    }
}
