package dev.freshwatch.health;

import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks whether the nodes of a cluster are there: the checks {@code freshwatch/node/<name>}. The bean {@code nodeChecks} of
 * the routes, which one node runs for all.
 *
 * <p>A node is down if the others have not seen it for {@code cluster.report-after}. Its age is
 * by the clock of the database, which says when each node was there. While the database was away nobody was seen, so only
 * the time counts for which this node has been seeing; until then a node is neither well nor down, and nothing is said of
 * it. A node that says of itself that it hangs is down, too. A node that was stopped in good order, or was not seen for 30 days, has no check, and its open problem ends.
 */
public final class NodeChecks {

    /** What the ids of these checks begin with. */
    public static final String CHECK = "freshwatch/node/";

    private static final Duration FORGOTTEN = Duration.ofDays(30);

    /** A node that was seen further ahead has not been seen since the clock of the database was set back. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    private final Supplier<ClusterView> view;
    private final Supplier<Duration> seeing;
    private final String self;
    private final Duration limit;
    private final Remembered remembered;
    private final InstantSource clock;

    /** The checks of nodes that the store knows. */
    public interface Remembered {

        /** @throws dev.freshwatch.store.StoreException if the store cannot be read */
        List<CheckId> all();

        /** Ends and forgets these. @throws dev.freshwatch.store.StoreException if the store cannot be written */
        void forget(Set<CheckId> gone);
    }

    /**
     * Creates the bean.
     *
     * @param view    as the latest beat of this node found it
     * @param seeing  for how long this node has been seeing the others without a gap
     * @param self    the name of this node
     * @param limit   a node that was not seen for so long is down
     */
    public NodeChecks(
            Supplier<ClusterView> view,
            Supplier<Duration> seeing,
            String self,
            Duration limit,
            Remembered remembered,
            InstantSource clock) {
        this.view = view;
        this.seeing = seeing;
        this.self = self;
        this.limit = limit;
        this.remembered = remembered;
        this.clock = clock;
    }

    /** Returns an answer for each node of which something can be said, sorted by name; forgets the checks of those that left. */
    public List<Answer> checkNodes() {
        ClusterView nodes = view.get();
        Duration seen = seeing.get();
        Instant now = clock.instant();
        List<Answer> answers = new ArrayList<>();
        Set<CheckId> gone = new HashSet<>(remembered.all());
        for (Member node : nodes.members()) {
            Duration age = Duration.between(node.seenAt(), nodes.now());
            boolean ours = node.node().equals(self);
            if (ours || (node.leftAt() == null && age.compareTo(FORGOTTEN) < 0)) {
                Question question = question(node.node());
                gone.remove(question.check());
                observation(node, ours ? Duration.ZERO : age, seen)
                        .ifPresent(observation -> answers.add(new Answer(question, observation, now)));
            }
        }
        if (!gone.isEmpty()) {
            remembered.forget(Set.copyOf(gone));
        }
        return answers;
    }

    private Optional<Observation> observation(Member node, Duration age, Duration seen) {
        boolean future = age.compareTo(AHEAD.negated()) < 0;
        if (!future && age.compareTo(limit) < 0) {
            return Optional.of(
                    node.trouble() == null
                            ? new Answered("is there", null)
                            : new Down("hangs: " + node.trouble(), "hangs", null));
        }
        return seen.compareTo(limit) < 0
                ? Optional.empty()
                : Optional.of(new Down("not seen for " + Ages.words(future ? seen : age), "not seen", null));
    }

    private static Question question(String node) {
        String name = "node " + node;
        return new Question(new CheckId(CHECK + node), name, name, Limits.NONE);
    }
}
