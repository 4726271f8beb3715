package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.Lease.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes decide one after the other, each from what all rows are at that moment. */
class LeaseRulesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private final Map<String, Lease> rows = new TreeMap<>();
    private int moves;

    private static Set<String> namespaces(int count) {
        return IntStream.range(0, count).mapToObj(i -> "esm/e" + i).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Member node(String name, Set<String> wants) {
        return new Member(name, name + "-1", NOW, NOW, "1", "", wants, null);
    }

    private static List<Member> nodes(int count, Set<String> wants) {
        return IntStream.range(0, count).mapToObj(i -> node("n" + i, wants)).toList();
    }

    private void decide(Member self, Collection<Member> live, boolean settled) {
        Map<String, Long> mine = rows.values().stream()
                .filter(lease -> lease.isOf(self))
                .collect(Collectors.toMap(Lease::namespace, Lease::fence));
        LeaseDecision todo = LeaseRules.decide(new LeaseRules.Situation(
                self,
                List.copyOf(live),
                List.copyOf(rows.values()),
                mine,
                lease -> !lease.isHeld(),
                lease -> false,
                settled));
        todo.release()
                .forEach((namespace, cause) -> rows.put(
                        namespace,
                        new Lease(
                                namespace,
                                null,
                                null,
                                rows.get(namespace).fence(),
                                Instant.EPOCH,
                                NOW,
                                cause,
                                self.node())));
        todo.take().forEach(claim -> take(self, claim.namespace(), claim.fence() + 1));
        todo.create().forEach(namespace -> take(self, namespace, 1));
        moves += todo.take().size();
    }

    private void take(Member self, String namespace, long fence) {
        rows.put(namespace, new Lease(namespace, self.node(), self.incarnation(), fence, NOW, NOW, Cause.NEW, null));
    }

    private void settle(List<Member> live) {
        for (int round = 0; round < 3; round++) {
            live.forEach(self -> decide(self, live, true));
        }
    }

    private void goes(Member gone) {
        rows.replaceAll((namespace, lease) -> lease.isOf(gone)
                ? new Lease(namespace, null, null, lease.fence(), Instant.EPOCH, NOW, Cause.LEFT, gone.node())
                : lease);
    }

    private Map<String, Long> loads() {
        return rows.values().stream()
                .filter(Lease::isHeld)
                .collect(Collectors.groupingBy(Lease::holder, TreeMap::new, Collectors.counting()));
    }

    private void assertEven(int namespaces, int nodes) {
        assertThat(loads().values().stream().mapToLong(count -> count).sum()).isEqualTo(namespaces);
        assertThat(loads().values()).allSatisfy(count -> assertThat(count)
                .isBetween((long) namespaces / nodes, (long) (namespaces + nodes - 1) / nodes));
    }

    @Test
    void sharesAreEvenWhateverTheNumbers() {
        for (int nodes = 1; nodes <= 10; nodes++) {
            for (int count : new int[] {1, 2, 3, 7, 16, 50, 199, 200}) {
                rows.clear();
                settle(nodes(nodes, namespaces(count)));
                assertEven(count, nodes);
            }
        }
    }

    @Test
    void whenANodeGoesOnlyItsOwnLeasesMove() {
        List<Member> nodes = nodes(5, namespaces(100));
        settle(nodes);
        Member gone = nodes.get(2);
        moves = 0;

        goes(gone);
        List<Member> left = nodes.stream().filter(node -> node != gone).toList();
        settle(left);

        assertThat(moves).isEqualTo(20);
        assertEven(100, 4);
    }

    @Test
    void whenANodeComesItGetsItsShareAndNothingElseMoves() {
        List<Member> nodes = nodes(4, namespaces(100));
        settle(nodes);
        moves = 0;

        List<Member> more = new ArrayList<>(nodes);
        more.add(node("new", namespaces(100)));
        settle(more);

        assertThat(moves).isEqualTo(20);
        assertEven(100, 5);
    }

    @Test
    void nothingMovesWithoutAReasonNorWhileNodesComeAndGo() {
        List<Member> nodes = nodes(3, namespaces(50));
        settle(nodes);
        moves = 0;
        settle(nodes);
        assertThat(moves).isZero();

        List<Member> more = new ArrayList<>(nodes);
        more.add(node("new", namespaces(50)));
        more.forEach(self -> decide(self, more, false));
        assertThat(moves).isZero();
    }

    @Test
    void aNodeTakesOnlyWhatItsConfigurationHasAndDropsWhatItHasNotAnyMore() {
        Member one = node("one", namespaces(10));
        Member other = node("other", namespaces(2));
        settle(List.of(one, other));
        assertThat(loads()).containsEntry("one", 8L).containsEntry("other", 2L);

        Member changed = node("one", namespaces(2));
        settle(List.of(changed, other));
        assertThat(loads().values().stream().mapToLong(count -> count).sum()).isEqualTo(2);
        assertThat(rows.get("esm/e9").cause()).isEqualTo(Cause.DROPPED);
    }
}
