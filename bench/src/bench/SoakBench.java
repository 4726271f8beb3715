package bench;

import java.util.Locale;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.Journal;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many quick cycles in little memory. The Receivers may be spread over several ESMs in the one process: then each cycle
 * is about its ESM's part of them, and the cycles of all ESMs are counted.
 */
final class SoakBench {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration STALE = Duration.ofMinutes(40);

    /** Each so many cycles some Receivers of an ESM change, so that store and outbox have something to do. */
    private static final int CHANGE_EVERY = 5;

    private final Options options;
    private final int cycles;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicLong firstNotice = new AtomicLong();
    private final List<SimEsm> esms = new ArrayList<>();
    private final Semaphore held = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);
    private volatile boolean measuring;
    private SyslogReceiver collector;

    private SoakBench(Options options) {
        this.options = options;
        this.cycles = options.number("cycles");
    }

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments,
                Map.of(
                        "cycles", "2000", "warm-up", "200", "receivers", "500", "esms", "1", "max-queries", "8", "changing",
                        "10", "java-opts", "-Xmx128m", "stall", "60"));
        Bench.run(24 * 3600, () -> new SoakBench(options).run());
    }

    private void run() throws Exception {
        try (SyslogReceiver syslog = SyslogReceiver.udp(0)) {
            collector = syslog;
            collector.messages().listen(message -> firstNotice.compareAndSet(0, message.arrivedNanos()));
            Map<String, String> keys = new LinkedHashMap<>(Product.syslog(collector.port()));
            for (int i = 0; i < options.number("esms"); i++) {
                keys.putAll(esm(i));
            }
            keys.put("log.level", "warn");
            try (Product product = Product.start(keys, options.text("java-opts"))) {
                watch(product);
            }
        } finally {
            esms.forEach(SimEsm::close);
        }
    }

    private Map<String, String> esm(int number) {
        SimEsm esm = new SimEsm();
        esms.add(esm);
        List<SimDevice> changing = new ArrayList<>();
        int receivers = options.number("receivers") / options.number("esms");
        for (int i = 1; i <= receivers; i++) {
            SimDevice device = esm.appliance().addReceiver("ERC-" + i);
            device.events().live(STEP, Duration.ZERO);
            if (changing.size() < options.number("changing")) {
                changing.add(device);
            }
        }
        esm.appliance().alarms().stream().live(STEP, Duration.ZERO);
        // the first verdict is about this one
        changing.get(0).events().clear().aged(STALE);
        AtomicInteger own = new AtomicInteger();
        esm.requests().listen(entry -> answered(entry, own, changing));
        String name = "bench" + (char) ('a' + number);
        Map<String, String> keys = Product.esm(name, esm.url());
        keys.put("esm." + name + ".every", "1s");
        keys.put("esm." + name + ".max-queries", options.text("max-queries"));
        return keys;
    }

    private void answered(Journal.Entry entry, AtomicInteger own, List<SimDevice> changing) {
        if (!entry.command().equals("essmgtGetESSTime")) {
            return;
        }
        waitWhileMeasuring();
        begun.incrementAndGet();
        int cycle = own.incrementAndGet();
        if (cycle % CHANGE_EVERY == 0) {
            boolean stale = cycle / CHANGE_EVERY % 2 == 1;
            for (SimDevice device : changing.subList(1, changing.size())) {
                if (stale) {
                    device.events().clear().aged(STALE);
                } else {
                    device.events().clear().live(STEP, Duration.ZERO);
                }
            }
        }
    }

    /** Vitals are read between two cycles: their clock calls are answered afterwards. */
    private void waitWhileMeasuring() {
        if (!measuring) {
            return;
        }
        held.release();
        try {
            if (!go.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a reading took too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Vitals vitals(Product product) throws Exception {
        measuring = true;
        if (!held.tryAcquire(esms.size(), options.number("stall"), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no cycle began for long\n" + product.tail(20));
        }
        Vitals vitals = Vitals.of(product.pid());
        measuring = false;
        go.release(esms.size());
        return vitals;
    }

    private void watch(Product product) throws Exception {
        if (!Bench.await(product, 60, () -> firstNotice.get() != 0)) {
            throw new IllegalStateException("no first verdict came\n" + product.tail(20));
        }
        double first = Figures.seconds(firstNotice.get() - product.startedNanos());
        double firstProcessor = Figures.seconds(product.processorTime());
        Bench.progress(String.format(Locale.ROOT, "first verdict after %.2f s", first));
        int warmUp = Math.min(options.number("warm-up"), cycles / 4);
        until(product, warmUp);
        long began = System.nanoTime();
        long requestsBefore = requests();
        Duration processorBefore = product.processorTime();
        Vitals start = vitals(product);
        until(product, warmUp + (cycles - warmUp) / 2);
        Vitals middle = vitals(product);
        until(product, cycles);
        Vitals end = vitals(product);
        double took = Figures.seconds(System.nanoTime() - began);
        long requests = requests() - requestsBefore;
        Duration processor = product.processorTime().minus(processorBefore);
        long complaints = product.complaints();
        int exit = product.end();

        Figures figures = new Figures();
        int esmCount = options.number("esms");
        figures.title(options.text("java-opts") + ", " + options.text("receivers") + " Receivers on " + esmCount
                + " ESM" + (esmCount == 1 ? "" : "s, so each cycle is about "
                        + options.number("receivers") / esmCount + " of them") + ", every 1s, max-queries "
                + options.text("max-queries") + "; " + cycles + " cycles of " + (esmCount == 1 ? "it" : "all together")
                + ", " + warmUp + " of them warm-up");
        figures.below("first verdict at the collector / 5 s after the start", first / 5, 1, "");
        figures.tell("first verdict", first, "s");
        figures.tell("processor time of the watch until then", firstProcessor, "s");
        tell(figures, "after warm-up", start);
        tell(figures, "in the middle", middle);
        tell(figures, "at the end", end);
        figures.atMost("heap after GC, end / start", (double) end.heapBytes() / start.heapBytes(), 1.1, "");
        figures.atMost("threads, end / start", (double) end.threads() / start.threads(), 1.1, "");
        figures.atMost("descriptors, end / start", (double) end.descriptors() / start.descriptors(), 1.1, "");
        figures.atMost("heap after GC, middle / start", (double) middle.heapBytes() / start.heapBytes(), 1.1, "");
        figures.tell("seconds for each cycle of each ESM", took * esmCount / (cycles - warmUp), "");
        figures.tell("requests in a second", requests / took, "");
        figures.tell("processor time of the watch for a request", Figures.millis(processor.toNanos()) / requests, "ms");
        figures.tell("notices", Long.toString(collector.messages().count()));
        figures.tell("lines of the log at warn and error", Long.toString(complaints));
        long violations = esms.stream()
                .mapToLong(esm -> esm.requests().violationCount())
                .sum();
        figures.atMost("violations of the contract", violations, 0, "");
        figures.atMost("exit code on SIGTERM", exit, 0, "");
        figures.end();
    }

    private long requests() {
        return esms.stream().mapToLong(esm -> esm.requests().total()).sum();
    }

    private static void tell(Figures figures, String when, Vitals vitals) {
        figures.tell(
                when,
                String.format(Locale.ROOT, "heap %.1f MB, %d threads, %d descriptors, metaspace %.1f MB", 
                                vitals.heapBytes() / 1e6,
                                vitals.threads(),
                                vitals.descriptors(),
                                vitals.classBytes() / 1e6));
    }

    /** Waits until so many cycles have begun; gives up where none begins for long. */
    private void until(Product product, int number) throws InterruptedException {
        while (begun.get() < number) {
            int before = begun.get();
            int next = Math.min(number, before + Math.max(1, cycles / 20));
            int[] last = {before};
            while (begun.get() < next) {
                if (!Bench.await(product, options.number("stall"), () -> begun.get() > last[0])) {
                    throw new IllegalStateException("no cycle began for long\n" + product.tail(20));
                }
                last[0] = begun.get();
            }
            Bench.progress(begun + " of " + cycles + " cycles");
        }
    }
}
