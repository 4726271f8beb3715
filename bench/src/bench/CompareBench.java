package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * This checkout beside another one, both at work at the same time, so that what else the machine does slows both alike. Who starts
 * first alternates. A single watch on SQLite.
 */
final class CompareBench {

    private static final List<String> SIDES = List.of("base", "head");

    /** The figure without a target: it depends on the moment, by a tenth from one round to the next. */
    private static final int HEAP = 2;

    private final Options options;
    private final Map<String, Path> homes;
    private final Figures figures = new Figures();

    private CompareBench(Options options) {
        this.options = options;
        homes = Map.of("base", Path.of(options.text("base")), "head", Path.of(System.getProperty("bench.home")));
    }

    public static void main(String[] arguments) {
        Map<String, String> defaults = new TreeMap<>();
        defaults.put("base", "");
        defaults.put("parts", "services,esm");
        defaults.put("rounds", "4");
        defaults.put("checks", "500");
        defaults.put("every", "5s");
        defaults.put("warm-up", "30s");
        defaults.put("window", "60s");
        defaults.put("at-most", "1.02");
        Options options = Options.of(arguments, defaults);
        Bench.run(3600, () -> new CompareBench(options).run());
    }

    private void run() throws Exception {
        List<String> parts = List.of(options.text("parts").split(","));
        if (parts.contains("services")) {
            figures.title(options.text("checks") + " service-http checks, every " + options.text("every"));
            rounds(this::services);
        }
        if (parts.contains("esm")) {
            figures.title("An ESM with 40 Receivers, queries of 0.2 s, two at once, every 6 s");
            rounds(this::esm);
        }
        figures.end();
    }

    /** What was measured of one side in a round. */
    private record Side(double cpu, double resident, double heap, double time) {

        double of(int figure) {
            return List.of(cpu, resident, heap, time).get(figure);
        }
    }

    @FunctionalInterface
    private interface Round {
        Map<String, Side> run(List<String> order) throws Exception;
    }

    private void rounds(Round round) throws Exception {
        List<Map<String, Side>> all = new ArrayList<>();
        for (int i = 0; i < options.number("rounds"); i++) {
            List<String> order = new ArrayList<>(SIDES);
            if (i % 2 == 1) {
                order.add(order.remove(0));
            }
            Map<String, Side> sides = round.run(order);
            all.add(sides);
            Bench.progress(String.format(Locale.ROOT, "round %d: %s", i + 1, sides));
        }
        List<String> names = List.of("CPU", "resident memory", "heap after a collection", "time");
        List<String> units = List.of("ms", "MiB", "MiB", "s");
        for (int figure = 0; figure < names.size(); figure++) {
            ratio(names.get(figure), units.get(figure), figure, all);
        }
    }

    private void ratio(String name, String unit, int figure, List<Map<String, Side>> all) {
        List<Double> ratios = all.stream()
                .map(sides -> sides.get("head").of(figure) / sides.get("base").of(figure))
                .sorted()
                .toList();
        if (ratios.stream().anyMatch(ratio -> ratio.isNaN())) {
            return; // not measured here
        }
        SIDES.forEach(side -> figures.tell(
                name + ", " + side + ": mean",
                all.stream()
                        .mapToDouble(sides -> sides.get(side).of(figure))
                        .average()
                        .orElseThrow(),
                unit));
        double median = (ratios.get((ratios.size() - 1) / 2) + ratios.get(ratios.size() / 2)) / 2;
        figures.tell(
                name + ", head ÷ base: each round",
                ratios.stream()
                        .map(ratio -> String.format(Locale.ROOT, "%.3f", ratio))
                        .toList()
                        .toString());
        figures.atMost(name + ", head ÷ base: median", median, Double.parseDouble(options.text("at-most")), "");
    }

    private Map<String, Side> services(List<String> order) throws Exception {
        Duration every = options.duration("every");
        int checks = options.number("checks");
        try (Targets targets = new Targets(path -> false, Duration.ZERO);
                Both both = new Both()) {
            for (String side : order) {
                both.products.put(
                        side,
                        Product.start(
                                homes.get(side),
                                Map.of(),
                                ServicesBench.routes(targets, path(side), checks, every),
                                ""));
            }
            both.await(() -> SIDES.stream()
                            .mapToInt(side -> targets.arrivals(path(side)).size())
                            .min()
                            .orElseThrow()
                    >= checks);
            return both.measure(options, side -> () -> targets.count(path(side)), side -> Double.NaN);
        }
    }

    private static String path(String side) {
        return "/" + side + "/";
    }

    private Map<String, Side> esm(List<String> order) throws Exception {
        try (Both both = new Both()) {
            Map<String, Integer> begun = new TreeMap<>();
            for (String side : order) {
                SimProcess sim = SimProcess.start("--receivers", "40", "--query-duration", "0.2s", "--latency", "0s");
                both.sims.put(side, sim);
                Map<String, String> keys = Product.esm("bench", sim.url());
                keys.put("esm.bench.every", "6s");
                keys.put("esm.bench.max-queries", "2");
                both.products.put(side, Product.start(homes.get(side), keys, Map.of(), ""));
            }
            both.await(() -> SIDES.stream()
                            .mapToInt(side -> cycles(both.sims.get(side)))
                            .min()
                            .orElseThrow()
                    >= 2);
            SIDES.forEach(side -> begun.put(side, cycles(both.sims.get(side)) + 1));
            return both.measure(
                    options,
                    side -> () -> cycles(both.sims.get(side)),
                    side -> time(both.sims.get(side), begun.get(side)));
        }
    }

    private static int cycles(SimProcess sim) {
        try {
            return sim.stats().path("rounds").size();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The median of the cycles from this one on, but the last, which may still go on. */
    private static double time(SimProcess sim, int from) {
        try {
            var rounds = sim.stats().path("rounds");
            return Figures.percentile(
                    IntStream.range(from, rounds.size() - 1)
                            .mapToObj(i -> Figures.seconds(
                                    rounds.get(i).path("endedNanos").asLong()
                                            - rounds.get(i).path("startedNanos").asLong()))
                            .toList(),
                    0.5);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Counts {
        LongSupplier of(String side);
    }

    @FunctionalInterface
    private interface Times {
        double of(String side);
    }

    /** The two that run. */
    private static final class Both implements AutoCloseable {

        private final Map<String, Product> products = new LinkedHashMap<>();
        private final Map<String, SimProcess> sims = new LinkedHashMap<>();

        void await(BooleanSupplier condition) throws InterruptedException {
            if (!Bench.await(products.get("head"), 120, condition)) {
                throw new IllegalStateException("no check was made; the log ends with\n"
                        + products.get("head").tail(20) + "\n"
                        + products.get("base").tail(20));
            }
        }

        Map<String, Side> measure(Options options, Counts counts, Times times) throws Exception {
            pause(options.duration("warm-up"));
            Map<String, Usage> usages = new TreeMap<>();
            for (String side : SIDES) {
                usages.put(side, Usage.begin(products.get(side).pid(), counts.of(side)));
            }
            pause(options.duration("window"));
            for (Usage usage : usages.values()) {
                usage.end();
            }
            Map<String, Side> sides = new TreeMap<>();
            for (String side : SIDES) {
                double heap = Vitals.of(products.get(side).pid()).heapBytes() / 1048576.0;
                sides.put(
                        side,
                        new Side(
                                usages.get(side).millisEach(),
                                usages.get(side).resident() / 1048576.0,
                                heap,
                                times.of(side)));
            }
            return sides;
        }

        private void pause(Duration time) throws InterruptedException {
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
                products.values().forEach(Product::mustRun);
            }
        }

        @Override
        public void close() {
            products.values().forEach(Product::close);
            sims.values().forEach(SimProcess::close);
        }
    }
}
