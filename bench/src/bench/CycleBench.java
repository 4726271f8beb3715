package bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A cycle against the ideal: N queries of D, so many at once. Measured at the ESM: from the arrival of the clock call to
 * the last answer before the next one. The ESM does not limit queries itself, so that its peak is the product's.
 */
final class CycleBench {

    private static final double MOST_POLLS = 2;

    private CycleBench() {}

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments,
                Map.of(
                        "receivers", "40", "query", "0.2s", "max-queries", "2", "warm-up", "3", "cycles", "6", "latency",
                        "0s"));
        double ideal = options.number("receivers")
                * Figures.seconds(options.duration("query"))
                / options.number("max-queries");
        Duration every = Duration.ofSeconds((long) Math.ceil(ideal * 1.3) + 1);
        long all = every.toSeconds() * (options.number("warm-up") + options.number("cycles") + 1);
        Bench.run(all + 60, () -> run(options, every, ideal));
    }

    private static void run(Options options, Duration every, double ideal) throws Exception {
        try (SimProcess sim = SimProcess.start(
                "--receivers", options.text("receivers"),
                "--query-duration", options.text("query"),
                "--latency", options.text("latency"))) {
            Map<String, String> keys = Product.esm("bench", sim.url());
            keys.put("esm.bench.every", every.toSeconds() + "s");
            keys.put("esm.bench.max-queries", options.text("max-queries"));
            try (Product product = Product.start(keys, "")) {
                int first = options.number("warm-up");
                int rounds = first + options.number("cycles");
                while (sim.stats().path("rounds").size() <= rounds) {
                    TimeUnit.MILLISECONDS.sleep(250);
                    product.mustRun();
                }
                JsonNode stats = sim.stats();
                int exit = product.end();
                report(options, every, ideal, stats, exit);
            }
        }
    }

    private static void report(Options options, Duration every, double ideal, JsonNode stats, int exit) {
        int receivers = options.number("receivers");
        int first = options.number("warm-up");
        List<Double> ratios = new ArrayList<>();
        List<Double> requests = new ArrayList<>();
        List<Double> steps = new ArrayList<>();
        JsonNode rounds = stats.path("rounds");
        for (int i = 0; i < first + options.number("cycles"); i++) {
            JsonNode round = rounds.get(i);
            double took = (round.path("endedNanos").asLong() - round.path("startedNanos").asLong()) / 1e9;
            if (i >= first) {
                ratios.add(took / ideal);
                requests.add(round.path("requests").asDouble());
                double step = rounds.get(i + 1).path("startedNanos").asLong()
                        - round.path("startedNanos").asLong();
                steps.add(step / every.toNanos());
            }
            System.out.printf(Locale.ROOT, "  cycle %d%s: %.3f s, %d requests%n",
                    i + 1, i < first ? " (warm-up)" : "", took, round.path("requests").asInt());
        }
        Figures figures = new Figures();
        figures.title(receivers + " Receivers, queries of " + options.text("query") + ", max-queries "
                + options.text("max-queries") + ", every " + every.toSeconds() + "s; cycles after "
                + first + " of warm-up");
        figures.tell("cycle time / ideal (" + ideal + " s), median", Figures.percentile(ratios, 0.5), "");
        figures.atMost("cycle time / ideal, worst", Figures.percentile(ratios, 1), 1.15, "");
        figures.atMost(
                "peak of open queries at the ESM / max-queries",
                stats.path("peakQueries").asDouble() / options.number("max-queries"),
                1,
                "");
        double most = 2 + receivers * (3 + MOST_POLLS);
        figures.tell(
                "status polls for each query, mean",
                (requests.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN) - 2) / receivers - 3,
                "");
        figures.atMost("requests of a cycle / (2 + N x (3 + 2)), worst", Figures.percentile(requests, 1) / most, 1, "");
        figures.atMost("time between two beginnings / every, worst", Figures.percentile(steps, 1), 1.05, "");
        figures.atMost("violations of the contract", stats.path("violationCount").asDouble(), 0, "");
        figures.atMost("exit code on SIGTERM", exit, 0, "");
        figures.end();
    }
}
