package dev.freshwatch.app;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.route.CollectList;
import dev.freshwatch.schedule.CycleScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The modules of all configured ESMs and MISPs, and their timers. */
final class Platforms implements AppModule {

    private static final Duration FIRST_CYCLE = Duration.ofMillis(100);

    /** Delay between the first cycles of two platforms, so that they do not all start at once. */
    private static final Duration SPREAD = Duration.ofMillis(500);

    private final CamelAssembly assembly;
    private final MispMemory memory;
    /** Cleared by {@link #addRoutes}: otherwise each configuration would keep all earlier ones in memory. */
    private Platforms before;

    private final List<PlatformModule> all = new ArrayList<>();

    /** @param memory what was learnt about MISPs earlier; not used before the store is open */
    Platforms(CamelAssembly assembly, MispMemory memory) {
        this(assembly, memory, null);
    }

    /** Creates it with a predecessor. @param before the platforms of the previous configuration; null = there was none */
    Platforms(CamelAssembly assembly, MispMemory memory, Platforms before) {
        this.assembly = assembly;
        this.memory = memory;
        this.before = before;
    }

    /** In the order of the configuration; empty until the routes are read. */
    List<PlatformModule> all() {
        return List.copyOf(all);
    }

    /** The module that makes this check; empty if there is none. */
    Optional<PlatformModule> of(CheckId check) {
        return all.stream()
                .filter(platform -> check.platform().equals(platform.id()))
                .findFirst();
    }

    @Override
    public void bind() {
        assembly.bind("collectList", new CollectList());
    }

    @Override
    public void addRoutes() throws Exception {
        for (EsmSettings esm : assembly.settings().esms()) {
            all.add(EsmModule.of(assembly, esm, before("esm/" + esm.name(), EsmModule.class)));
        }
        for (MispSettings misp : assembly.settings().misps()) {
            all.add(MispModule.of(assembly, misp, memory, before("misp/" + misp.name(), MispModule.class)));
        }
        before = null;
    }

    private <T extends PlatformModule> T before(String id, Class<T> kind) {
        return Stream.ofNullable(before)
                .flatMap(others -> others.all.stream())
                .filter(other -> other.id().equals(id))
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void begin(WatchContext watch) throws Exception {
        Duration delay = FIRST_CYCLE;
        for (PlatformModule platform : all) {
            platform.begin(watch);
            addTimer(platform, delay, watch.scheduler());
            delay = delay.plus(SPREAD);
        }
    }

    private void addTimer(PlatformModule platform, Duration delay, CycleScheduler scheduler) throws Exception {
        Map<String, Object> pace = Map.of(
                "name", platform.name(),
                "every", platform.every().toMillis(),
                "delay", delay.toMillis());
        scheduler.allow(platform.id(), platform.longestCycle());
        assembly.add(platform.kind() + "-timer", platform.bean() + "-timer", pace);
    }

    /** This node watches it from now on. @param id such as {@code esm/soc}; others are ignored */
    void gained(String id) {
        all.stream().filter(platform -> platform.id().equals(id)).forEach(PlatformModule::gained);
    }

    @Override
    public void takeOver() throws Exception {
        for (PlatformModule platform : all) {
            platform.takeOver();
        }
    }

    @Override
    public void handedOver(ActiveConfig successor) {
        all.forEach(platform -> platform.handedOver(successor));
    }

    /** In parallel, because each may need some time to log out. */
    @Override
    public void ending() {
        all.parallelStream().forEach(AppModule::ending);
    }
}
