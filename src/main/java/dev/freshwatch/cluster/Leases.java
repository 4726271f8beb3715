package dev.freshwatch.cluster;

import dev.freshwatch.cluster.HeldLeases.Moment;
import dev.freshwatch.config.ClusterSettings;
import dev.freshwatch.store.Fencing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node does, and until when. One per process, shared by all configurations, one after the other. A thread of its
 * own renews the leases with a statement each third of a lease. A lease ends here, by this node's own clocks, before the
 * database lets another node have it: so a node that was frozen or cut off neither asks nor sends. Thread-safe.
 */
public final class Leases implements Fencing, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final ClusterSettings settings;
    private final OwnNode own;
    private final LeaseLink link;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final ClusterClock clock;
    private final ClusterSight sight;
    private final LeaseAnnouncements announcements = new LeaseAnnouncements();
    private final LeaseStarts starts = new LeaseStarts();
    private final LeaseBeat thread;

    private volatile HeldLeases held = HeldLeases.NONE;
    private volatile boolean member;
    /** Null = it has something to do. */
    private volatile Moment idleSince;

    /**
     * Creates it; nothing is done before {@link #join}.
     *
     * @param version  of Freshwatch
     * @param link     to the database
     * @param wall     the clock of the machine
     * @param nanoTime the monotonic clock
     * @param clock    is set to that of the database with each beat
     */
    public Leases(
            ClusterSettings settings,
            String version,
            LeaseLink link,
            InstantSource wall,
            LongSupplier nanoTime,
            ClusterClock clock) {
        this.settings = settings;
        this.own = new OwnNode(settings.node(), version, clock);
        this.link = link;
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.sight = new ClusterSight(own, clock, settings.lease());
        this.thread = new LeaseBeat(this);
    }

    /** Adds a listener. */
    public void listen(LeaseListener listener) {
        announcements.listen(listener);
    }

    /** Sets what this node's configuration has; others are given up with the next beat, which is soon. */
    public void want(Set<String> namespaces, String hash) {
        own.want(namespaces, hash);
        thread.hurry();
    }

    /** This node hangs, and leaves its work to others that are well. @param why null = it does not, or not any more */
    public void hangs(String why) {
        if (own.hangs(why)) {
            thread.hurry();
        }
    }

    /** Why this node leaves its work to others; empty = it does not. */
    public Optional<String> yields() {
        return own.yields() ? Optional.ofNullable(own.trouble()) : Optional.empty();
    }

    /**
     * Joins the cluster, and renews what this node gets from then on. A node of the same name that was killed is waited for.
     *
     * @throws NodeNameInUse if one is running
     */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** A {@link #join} that still waits returns, and this node is not one of the cluster. */
    public void stopWaiting() {
        thread.stopWaiting();
    }

    /** Whether this is a node of the cluster; false = another process has its name. */
    public boolean isMember() {
        return member;
    }

    /** How long a lease lasts in the database. */
    public Duration lease() {
        return settings.lease();
    }

    String node() {
        return own.name();
    }

    /** This node, as it says that it is. */
    public Member self() {
        return own.member();
    }

    /** What the latest beat found; empty before the first. */
    public ClusterView view() {
        return sight.view();
    }

    /** The nodes that are there, as far as this one knows. */
    public List<Member> live() {
        return view().live(clock.instant(), lease());
    }

    /** What this node does now. */
    public Set<String> namespaces() {
        return held.namespaces(now());
    }

    /** For how long this node has had nothing to do; zero = it has. */
    public Duration idle() {
        Moment since = idleSince;
        return since == null ? Duration.ZERO : now().since(since);
    }

    /** How long ago the database answered a beat; longer than a lease = this node does nothing. */
    public Duration sinceBeat() {
        return sight.latest().age(now());
    }

    @Override
    public OptionalLong number(String namespace) {
        return namespace == null ? OptionalLong.of(0) : held.fence(namespace, now());
    }

    @Override
    public OptionalLong number(String namespace, Instant foundOut) {
        Duration ago = Duration.between(foundOut, clock.instant());
        return namespace == null ? number(null) : starts.ifHad(namespace, number(namespace), ago, now());
    }

    @Override
    public boolean hadLast(String namespace) {
        return mine().containsKey(namespace);
    }

    @Override
    public void verify(Connection connection, Map<String, Long> numbers) throws SQLException {
        LeaseTable.verify(connection, self(), numbers);
    }

    private Moment now() {
        return new Moment(nanoTime.getAsLong(), wall.millis());
    }

    /** One beat. @throws SQLException if the database did not answer; then nothing is known of it */
    synchronized void beat() throws SQLException {
        Moment before = now();
        announce();
        LeaseDecision todo = member ? sight.decide(mine(), before) : LeaseDecision.NOTHING;
        Set<String> leaving = todo.release().keySet();
        // it stops before the database knows
        held = held.without(leaving);
        announce();
        Moment sent = now();
        BeatResult result = link.call(connection -> LeaseTable.beat(connection, self(), lease(), todo));
        if (member && !result.member()) {
            LOG.error("Another node took the name {}: this one does nothing as long as that one is there", own.name());
        }
        member = result.member();
        sight.took(result, leaving, sent, now());
        starts.note(result.fences(), now());
        held = HeldLeases.of(result.fences(), sent, lease());
        announce();
        announcements.looked(result.taken());
    }

    /** Also what an earlier beat has taken whose answer never came. */
    private Map<String, Long> mine() {
        Map<String, Long> mine = new TreeMap<>(held.known());
        sight.latest().held(self()).forEach((namespace, fence) -> mine.merge(namespace, fence, Math::max));
        return mine;
    }

    /** Whether a lease has ended here since the listeners were told last. */
    synchronized void announceEnded() {
        if (!announcements.areIn(held.namespaces(now()))) {
            announce();
        }
    }

    private void announce() {
        Moment now = now();
        Set<String> lasting = held.namespaces(now);
        announcements.of(lasting);
        boolean idle = member && lasting.isEmpty();
        idleSince = !idle ? null : idleSince == null ? now : idleSince;
    }

    /** How long until a lease of another node ends, if it is not renewed; at most a lease. */
    Duration untilExpiry() {
        return sight.latest().untilExpiry(own.incarnation(), now(), lease());
    }

    /** Leaves in good order, so that others take over at once; what this node does must have been stopped. */
    @Override
    public void close() {
        thread.close();
        synchronized (this) {
            held = HeldLeases.NONE;
            announcements.of(Set.of());
            if (member) {
                try {
                    link.call(connection -> {
                        LeaseTable.leave(connection, self());
                        return null;
                    });
                } catch (SQLException e) {
                    LOG.warn("The leases were not given back, so others wait until they end: {}", e.getMessage());
                }
            }
            link.close();
        }
    }
}
