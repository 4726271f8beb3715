package bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a cycle costs an ESM in requests, with one call for all Receivers and without: all healthy, some of them stale, and
 * an ESM that bears a single query. Counted at the ESM, from one clock call to the next.
 */
final class BulkBench {

    private static final int COMPARED = 4;
    private static final int FOR_A_QUERY = 5;

    private final Options options;
    private final Figures figures = new Figures();
    private final int receivers;
    private final Duration every;

    private BulkBench(Options options) {
        this.options = options;
        this.receivers = options.number("receivers");
        this.every = options.duration("every");
    }

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments,
                Map.of(
                        "receivers",
                        "40",
                        "stale",
                        "3",
                        "query",
                        "0.05s",
                        "every",
                        "4s",
                        "warm-up",
                        "3",
                        "cycles",
                        "6"));
        long cycles = 6L * (options.number("warm-up") + options.number("cycles") + 2);
        Bench.run(cycles * options.duration("every").toSeconds() + 180, new BulkBench(options)::run);
    }

    private void run() throws Exception {
        figures.title(receivers + " Receivers, queries of " + options.text("query") + ", every " + options.text("every")
                + "; cycles after " + options.text("warm-up") + " of warm-up: " + options.text("cycles"));
        double off = asked("bulk off", "off", "1000000", 0, 0);
        double healthy = asked("bulk auto, all healthy", "auto", "1000000", 0, 3 + FOR_A_QUERY * COMPARED);
        int stale = options.number("stale");
        double some =
                asked("bulk auto, " + stale + " stale", "auto", "1000000", stale, 3 + FOR_A_QUERY * (COMPARED + stale));
        figures.atMost("requests, healthy: auto / off", healthy / off, 0.15, "");
        figures.atMost("requests, some stale: auto / off", some / off, 0.25, "");
        single();
        figures.end();
    }

    /**
     * Returns the mean number of requests of a cycle.
     *
     * @param most requests of a cycle; 0 = no target
     */
    private double asked(String what, String bulk, String cap, int stale, int most) throws Exception {
        try (SimProcess sim = simulated(cap);
                Product product = product(sim, bulk, "2")) {
            awaitRounds(sim, product, options.number("warm-up"));
            for (int receiver = 1; receiver <= stale; receiver++) {
                // The simulated ESM numbers its Receivers in bytes 1 and 2 of their ids.
                sim.control("events=stop&receiver=" + (0x0200000000000000L | (long) receiver << 40));
            }
            if (stale > 0) {
                awaitRounds(sim, product, options.number("warm-up") + 4);
            }
            sim.control("counters=reset");
            awaitRounds(sim, product, options.number("cycles") + 1);
            List<Double> requests = new ArrayList<>();
            JsonNode stats = sim.stats();
            for (int i = 0; i < options.number("cycles"); i++) {
                requests.add(stats.path("rounds").get(i).path("requests").asDouble());
            }
            double mean =
                    requests.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
            figures.tell("requests of a cycle, mean: " + what, mean, "");
            if (most > 0) {
                figures.atMost("requests of a cycle, worst: " + what, Figures.percentile(requests, 1), most, "");
            }
            if (stale > 0) {
                double queries = stats.path("startedQueries").asDouble() / (options.number("cycles") + 1.0);
                figures.atLeast("queries of a cycle: " + what, Math.ceil(queries), stale, "");
            }
            figures.atMost(
                    "violations of the contract", stats.path("violationCount").asDouble(), 0, "");
            figures.atMost("exit code on SIGTERM", product.end(), 0, "");
            return mean;
        }
    }

    /** All Receivers are judged in each cycle though more than one query at a time is refused. */
    private void single() throws Exception {
        try (SimProcess sim = simulated("1");
                Product product = product(sim, "off", "4")) {
            int cycles = options.number("cycles");
            awaitRounds(sim, product, cycles + 1);
            JsonNode stats = sim.stats();
            int exit = product.end();
            figures.atLeast(
                    "an ESM that bears one query: queries / (Receivers x cycles)",
                    stats.path("startedQueries").asDouble() / (receivers * (double) cycles),
                    1,
                    "");
            figures.atMost("refusals by it", stats.path("refusedQueries").asDouble(), 2, "");
            figures.atMost("exit code on SIGTERM", exit, 0, "");
        }
    }

    private SimProcess simulated(String cap) throws IOException {
        return SimProcess.start(
                "--receivers",
                options.text("receivers"),
                "--query-duration",
                options.text("query"),
                "--query-cap",
                cap);
    }

    private Product product(SimProcess sim, String bulk, String maxQueries) throws IOException {
        Map<String, String> keys = Product.esm("bench", sim.url());
        keys.put("esm.bench.every", every.toSeconds() + "s");
        keys.put("esm.bench.events.error-after", every.multipliedBy(3).toSeconds() + "s");
        keys.put("esm.bench.bulk", bulk);
        keys.put("esm.bench.max-queries", maxQueries);
        return Product.start(keys, "");
    }

    private static void awaitRounds(SimProcess sim, Product product, int rounds) throws Exception {
        while (sim.stats().path("rounds").size() <= rounds) {
            TimeUnit.MILLISECONDS.sleep(200);
            product.mustRun();
        }
    }
}
