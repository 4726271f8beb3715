package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.schedule.CycleScheduler;
import dev.freshwatch.schedule.LeaseMasterComponent;
import dev.freshwatch.schedule.MonotonicTimerComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's cluster service, with Camel's own master: and ClusteredRoutePolicy on it. */
class LeaseClusterServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Who has which lease. */
    private final Map<String, String> holders = new ConcurrentHashMap<>();

    private final List<String> nodes = new CopyOnWriteArrayList<>(List.of("a"));
    private final List<Node> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (Node node : open) {
            node.close();
        }
    }

    private final class Node implements Leadership, AutoCloseable {

        private final String name;
        private final AtomicInteger beats = new AtomicInteger();
        private final DefaultCamelContext context = new DefaultCamelContext();
        private final CycleScheduler scheduler = new CycleScheduler(System::nanoTime);
        private final LeaseClusterService service;
        private final List<List<String>> claims = new CopyOnWriteArrayList<>();

        private Node(String name) throws Exception {
            this.name = name;
            service = new LeaseClusterService(this, changed -> claims.add(List.copyOf(changed.claims())));
            open.add(this);
            context.getRegistry().bind("timer", new MonotonicTimerComponent(scheduler));
            context.getRegistry().bind("master", new LeaseMasterComponent(service));
            context.addService(service);
            scheduler.start();
        }

        private Node start(RouteBuilder routes) throws Exception {
            context.addRoutes(routes);
            context.start();
            return this;
        }

        private Node masters() throws Exception {
            return start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("master:mine:timer:tick?period=20&delay=0&synchronous=true")
                            .routeId("mine")
                            .process(exchange -> beats.incrementAndGet());
                }
            });
        }

        @Override
        public String node() {
            return name;
        }

        @Override
        public boolean leads(String lease) {
            return name.equals(holders.get(lease));
        }

        @Override
        public Optional<String> leader(String lease) {
            return Optional.ofNullable(holders.get(lease));
        }

        @Override
        public List<String> nodes() {
            return List.copyOf(nodes);
        }

        private void loses() {
            holders.clear();
            service.look();
            await().atMost(PATIENCE).until(service::isTold);
        }

        private void beatsMore() {
            int before = beats.get();
            await().atMost(PATIENCE).until(() -> beats.get() > before + 1);
        }

        private void isStill() {
            await().atMost(PATIENCE).until(() -> scheduler.size() == 0);
        }

        @Override
        public void close() throws Exception {
            context.close();
            scheduler.close();
        }
    }

    private void give(String lease, Node node) {
        holders.put(lease, node.name);
        open.forEach(each -> each.service.look());
    }

    @Test
    void aRouteBelowMasterBeatsOnTheNodeThatHasItsLeaseAndNowhereElse() throws Exception {
        Node a = new Node("a").masters();
        Node b = new Node("b").masters();
        a.service.begin();
        b.service.begin();
        assertThat(a.claims).last().isEqualTo(List.of("own/mine"));

        give("own/mine", a);
        a.beatsMore();
        assertThat(b.beats).hasValue(0);

        give("own/mine", b);
        b.beatsMore();
        a.isStill();
        int before = a.beats.get();
        b.beatsMore();
        assertThat(a.beats).hasValue(before);

        holders.clear();
        b.service.look();
        b.isStill();
        give("own/mine", a);
        a.beatsMore();
    }

    /** So that a configuration that is only tried begins nothing. */
    @Test
    void nothingLeadsBeforeItIsInForceEvenAlone() throws Exception {
        Node a = new Node("a").masters();
        holders.put("own/mine", "a");
        CamelClusterView view = a.service.getView("mine");

        a.service.look();
        assertThat(view.getLocalMember().isLeader()).isFalse();
        assertThat(view.getLeader()).isEmpty();
        assertThat(a.scheduler.size()).isZero();

        a.service.begin();
        a.beatsMore();
        assertThat(view.getLocalMember().isLeader()).isTrue();
    }

    /** What it has begun goes on in its successor: the listeners must not stop or start anything. */
    @Test
    void aServiceThatWasLeftTellsNothingUntilItIsBack() throws Exception {
        Node a = new Node("a").masters();
        a.service.begin();
        give("own/mine", a);
        a.beatsMore();

        a.service.leave();
        holders.put("own/mine", "b");
        a.service.look();
        a.beatsMore();
        assertThat(a.service.isTold()).isFalse();

        a.service.begin();
        a.isStill();
        await().atMost(PATIENCE).until(a.service::isTold);
    }

    /** Its routes are stopped for its successor, which has the lease without a break only if this node does not drop it. */
    @Test
    void aServiceThatWasLeftGoesOnClaimingWhatItHad() throws Exception {
        Node a = new Node("a").masters();
        a.service.begin();
        assertThat(a.claims).last().isEqualTo(List.of("own/mine"));
        a.service.leave();
        int said = a.claims.size();

        a.context.getRouteController().stopRoute("mine");
        assertThat(a.claims).hasSize(said);

        a.service.begin();
        assertThat(a.claims).hasSize(said + 1).last().isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a/b", "two\nlines", "-", "0123456789012345678901234567890123456789012345678901234567890123"
            })
    void aNamespaceThatTheDatabaseCannotHaveIsRefused(String namespace) {
        LeaseClusterService service = new LeaseClusterService(Leadership.alone("a"), changed -> {});
        assertThatThrownBy(() -> service.getView(namespace))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write at most 63 letters, digits")
                .hasMessageNotContaining("\n");
        assertThat(service.claims()).isEmpty();
    }

    /** Camel tells one after the other, and no more after one that throws. */
    @Test
    void whatCannotBeStoppedOrThrowsKeepsNoOtherRouteGoing() throws Exception {
        Node a = new Node("a");
        a.context.addComponent("stuck", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                return new SlowEndpoint(uri, this, () -> {}) {
                    @Override
                    public Consumer createConsumer(Processor processor) {
                        return new DefaultConsumer(this, processor) {
                            @Override
                            protected void doStop() {
                                throw new NoClassDefFoundError("a.jar/is/gone");
                            }
                        };
                    }
                };
            }
        });
        a.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:mine:stuck:broker").routeId("stuck").to("log:mine");
                from("master:mine:timer:tick?period=20&delay=0&synchronous=true")
                        .routeId("mine")
                        .process(exchange -> a.beats.incrementAndGet());
            }
        });
        a.service.begin();
        CamelClusterView view = a.service.getView("mine");
        AtomicBoolean failing = new AtomicBoolean();
        view.addEventListener((CamelClusterEventListener.Leadership) (changed, leader) -> {
            if (failing.get()) {
                throw new IllegalStateException("a listener of an operator's own");
            }
        });
        failing.set(true);
        give("own/mine", a);
        a.beatsMore();

        a.loses();
        a.isStill();
    }

    @Test
    void listenersHearOfLeadersAndMembers() throws Exception {
        Node a = new Node("a").masters();
        a.service.begin();
        CamelClusterView view = a.service.getView("mine");
        Heard heard = new Heard();
        view.addEventListener(heard);
        assertThat(heard.said).containsExactly("leader none", "+a");
        assertThat(view.getMembers()).extracting(CamelClusterMember::getId).containsExactly("a");

        nodes.add("b");
        a.service.look();
        heard.hears("+b");
        holders.put("own/mine", "b");
        a.service.look();
        heard.hears("leader b");
        assertThat(view.getLeader().orElseThrow().isLocal()).isFalse();
        give("own/mine", a);
        heard.hears("leader a");
        assertThat(view.getMembers())
                .filteredOn(CamelClusterMember::isLeader)
                .extracting(CamelClusterMember::getId)
                .containsExactly("a");
        nodes.remove("b");
        holders.clear();
        a.service.look();
        heard.hears("-b");

        assertThat(heard.said).containsExactly("leader none", "+a", "+b", "leader b", "leader a", "leader none", "-b");
        assertThat(a.service.isLeader("mine")).isFalse();
    }

    private static final class Heard
            implements CamelClusterEventListener.Leadership, CamelClusterEventListener.Membership {

        private final List<String> said = new CopyOnWriteArrayList<>();

        void hears(String what) {
            await().atMost(PATIENCE).until(() -> said.contains(what));
        }

        @Override
        public void leadershipChanged(CamelClusterView view, CamelClusterMember leader) {
            said.add("leader " + (leader == null ? "none" : leader.getId()));
        }

        @Override
        public void memberAdded(CamelClusterView view, CamelClusterMember member) {
            said.add("+" + member.getId());
        }

        @Override
        public void memberRemoved(CamelClusterView view, CamelClusterMember member) {
            said.add("-" + member.getId());
        }
    }

    @Test
    void aRouteWithoutItsNamespaceClaimsNothingAnyMore() throws Exception {
        Node a = new Node("a").masters();
        a.service.begin();
        assertThat(a.service.claims()).containsExactly("own/mine");

        a.context.getRouteController().stopRoute("mine");

        assertThat(a.service.claims()).isEmpty();
        assertThat(a.claims).last().isEqualTo(List.of());

        holders.put("own/mine", "a");
        a.context.getRouteController().startRoute("mine");
        a.beatsMore();
    }

    /** Camel's own gives up after the first time, and begins even if it has lost the leadership by then. */
    @Test
    void whatCannotBeginIsTriedAgainAsLongAsThisNodeLeads() throws Exception {
        Node a = new Node("a");
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger(2);
        a.context.getComponent("master", LeaseMasterComponent.class).setBackOffDelay(20);
        a.context.addComponent("slow", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                return new SlowEndpoint(uri, this, () -> {
                    if (tries.incrementAndGet() <= failures.get()) {
                        throw new IllegalStateException("the broker is away");
                    }
                    a.beats.incrementAndGet();
                });
            }
        });
        a.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:mine:slow:broker").routeId("mine").to("log:mine");
            }
        });
        a.service.begin();
        give("own/mine", a);
        await().atMost(PATIENCE).until(() -> a.beats.get() == 1);
        assertThat(tries).hasValue(3);

        failures.set(Integer.MAX_VALUE);
        a.loses();
        give("own/mine", a);
        await().atMost(PATIENCE).until(() -> tries.get() > 5);
        a.loses();
        failures.set(0);
        await().during(Duration.ofMillis(100)).atMost(PATIENCE).until(() -> a.beats.get() == 1);
    }

    private static class SlowEndpoint extends DefaultEndpoint {

        private final Runnable begin;

        private SlowEndpoint(String uri, DefaultComponent component, Runnable begin) {
            super(uri, component);
            this.begin = begin;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("only begins routes");
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor) {
                @Override
                protected void doStart() {
                    begin.run();
                }
            };
        }
    }

    @Test
    void aRouteWithCamelsPolicyStartsAndStopsWithItsLease() throws Exception {
        Node a = new Node("a");
        List<String> asked = new CopyOnWriteArrayList<>();
        Predicate<String> gate = timer -> asked.add(timer);
        a.scheduler.onlyIf(gate);
        ClusteredRoutePolicy policy = ClusteredRoutePolicy.forNamespace(a.service, "policed");
        a.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:tick?period=20&delay=0&synchronous=true")
                        .routeId("policed")
                        .routePolicy(policy)
                        .process(exchange -> a.beats.incrementAndGet());
            }
        });
        assertThat(a.service.claims()).containsExactly("own/policed");
        holders.put("own/policed", "a");
        a.service.look();
        assertThat(a.context.getRouteController().getRouteStatus("policed")).isEqualTo(ServiceStatus.Stopped);

        a.service.begin();
        a.beatsMore();
        assertThat(asked).isNotEmpty().allMatch(MonotonicTimerComponent::isByPolicy);

        holders.clear();
        a.service.look();
        a.isStill();
        await().atMost(PATIENCE)
                .until(() -> a.context.getRouteController().getRouteStatus("policed") == ServiceStatus.Stopped);
    }
}
