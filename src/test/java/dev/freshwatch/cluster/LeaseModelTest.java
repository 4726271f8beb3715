package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.HeldLeases.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * All interleavings of two nodes that want one lease: each sends a beat, its answer arrives or not, it begins a write and
 * commits it, it asks a platform, it is frozen for any time between two steps, and time passes. What a node believes is
 * {@link HeldLeases}; the row has the semantics of the statement in {@link LeaseTable}. Times are ages and numbers are
 * relative, so there are finitely many states, and all of them are visited.
 */
class LeaseModelTest {

    private static final String NAMESPACE = "esm/soc";

    /** In units of time. With a margin of a fifth, it lasts four at a node. */
    private static final int LEASE = 5;

    /** Numbers are the current one, or one of the past: which of these makes no difference. */
    private static final long CURRENT = 2;

    private static final long PAST = 1;
    private static final long NOTHING = 0;
    private static final long NOT_DONE = -1;

    /**
     * What a node knows.
     *
     * @param fence   of its lease; NOTHING = it has none
     * @param age     of that lease, since its statement was sent
     * @param pending since when a statement has been under way; -1 = there is none
     * @param answer  of that statement: a number, or NOTHING, or NOT_DONE by the database yet
     * @param writing the number with which a write was begun; NOTHING = there is none
     */
    private record Node(long fence, int age, int pending, long answer, long writing) {

        boolean holds() {
            Duration lease = Duration.ofSeconds(LEASE);
            HeldLeases held =
                    fence == NOTHING ? HeldLeases.NONE : HeldLeases.of(Map.of(NAMESPACE, fence), moment(0), lease);
            return held.fence(NAMESPACE, moment(age)).equals(OptionalLong.of(fence));
        }

        private static Moment moment(int at) {
            return new Moment(at * 1_000_000_000L, at * 1_000L);
        }

        /** It never had it, or not any more. */
        Node withoutLease() {
            return new Node(NOTHING, 0, pending, answer, writing);
        }

        Node sends() {
            return new Node(fence, age, 0, NOT_DONE, writing);
        }

        Node done(long result) {
            return new Node(fence, age, pending, result, writing);
        }

        Node takes(int since) {
            return new Node(answer, answer == NOTHING ? 0 : since, -1, NOTHING, writing);
        }

        Node misses() {
            return new Node(fence, age, -1, NOTHING, writing);
        }

        Node writes(long with) {
            return new Node(fence, age, pending, answer, with);
        }

        /** The lease has changed hands. */
        Node past() {
            return new Node(past(fence), age, pending, past(answer), past(writing));
        }

        private static long past(long number) {
            return number == CURRENT ? PAST : number;
        }

        Node later() {
            Node older = new Node(fence, fence == NOTHING ? 0 : age + 1, pending, answer, writing);
            Node same = older.fence != NOTHING && !older.holds() ? older.withoutLease() : older;
            return pending < 0 ? same : new Node(same.fence, same.age, Math.min(LEASE, pending + 1), answer, writing);
        }
    }

    /** @param holder 1, 2, or 0 = nobody @param left how long the row says that the lease lasts */
    private record State(int holder, int left, Node one, Node two) {

        Node node(int which) {
            return which == 1 ? one : two;
        }

        State with(int which, Node node) {
            return which == 1 ? new State(holder, left, node, two) : new State(holder, left, one, node);
        }
    }

    /** What is left out of the protocol, to see that the model finds it. */
    private enum Without {
        NOTHING,
        FENCE,
        /** The time of a lease counts from the answer, and not from before the statement was sent. */
        COUNTING_FROM_THE_STATEMENT
    }

    private Without without = Without.NOTHING;
    private final Set<State> seen = new HashSet<>();
    private final Deque<State> todo = new ArrayDeque<>();
    private int staleWrites;
    private int twoHolders;

    private void add(State state) {
        if (seen.add(state)) {
            todo.add(state);
        }
    }

    private void walk(Without part) {
        without = part;
        Node idle = new Node(NOTHING, 0, -1, NOTHING, NOTHING);
        add(new State(0, 0, idle, idle));
        while (!todo.isEmpty()) {
            State state = todo.poll();
            if (state.one().holds() && state.two().holds()) {
                twoHolders++;
            }
            // also how a node is frozen: it takes no step for as long as it likes
            add(new State(
                    state.holder(),
                    Math.max(0, state.left() - 1),
                    state.one().later(),
                    state.two().later()));
            steps(state, 1);
            steps(state, 2);
        }
    }

    private void steps(State state, int which) {
        Node node = state.node(which);
        if (node.pending() < 0) {
            add(state.with(which, node.sends()));
        } else if (node.answer() == NOT_DONE) {
            add(doneByDatabase(state, which));
            add(state.with(which, node.misses()));
        } else {
            int since = without == Without.COUNTING_FROM_THE_STATEMENT ? 0 : node.pending();
            Node told = node.takes(since);
            add(state.with(which, told.holds() ? told : told.withoutLease()));
            add(state.with(which, node.misses()));
        }
        if (which == 1) {
            writes(state, node);
        }
    }

    /** Of one node is enough: the other one is its mirror. */
    private void writes(State state, Node node) {
        if (node.writing() == NOTHING) {
            if (node.holds()) {
                add(state.with(1, node.writes(node.fence())));
            }
            return;
        }
        boolean accepted = without == Without.FENCE || (state.holder() == 1 && node.writing() == CURRENT);
        if (accepted && node.writing() == PAST) {
            staleWrites++;
        }
        add(state.with(1, node.writes(NOTHING)));
    }

    /** As the statement does it: renews what is its own, and takes what has expired. */
    private static State doneByDatabase(State state, int which) {
        Node node = state.node(which);
        if (state.holder() == which) {
            return new State(which, LEASE, state.one(), state.two()).with(which, node.done(CURRENT));
        }
        if (state.holder() == 0 || state.left() == 0) {
            State taken =
                    new State(which, LEASE, state.one().past(), state.two().past());
            return taken.with(which, taken.node(which).done(CURRENT));
        }
        return state.with(which, node.done(NOTHING));
    }

    @Test
    void neverDoBothBelieveThatTheyHoldItNorIsAnOldWriteAccepted() {
        walk(Without.NOTHING);

        assertThat(seen).hasSizeGreaterThan(5_000);
        assertThat(twoHolders).isZero();
        assertThat(staleWrites).isZero();
    }

    /** A write that was begun in time and is committed late is what the fence is there for. */
    @Test
    void withoutTheFenceTheModelFindsAWriteThatComesTooLate() {
        walk(Without.FENCE);

        assertThat(twoHolders).isZero();
        assertThat(staleWrites).isPositive();
    }

    @Test
    void aLeaseThatCountsFromItsAnswerWouldHaveTwoHolders() {
        walk(Without.COUNTING_FROM_THE_STATEMENT);

        assertThat(twoHolders).isPositive();
    }
}
