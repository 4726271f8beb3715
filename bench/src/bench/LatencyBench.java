package bench;

import bench.Flips.Cycle;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the answer that carried the row of a Receiver to the datagram at the collector. */
final class LatencyBench {

    private LatencyBench() {}

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments,
                Map.of("receivers", "8", "transitions", "240", "query", "0s", "max-queries", "2", "warm-up", "2"));
        int cycles = options.number("warm-up") + options.number("transitions") / options.number("receivers");
        Bench.run(cycles * 2L + 60, () -> run(options, cycles));
    }

    private static void run(Options options, int cycles) throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver collector = SyslogReceiver.udp(0)) {
            List<SimDevice> devices = new ArrayList<>();
            for (int i = 1; i <= options.number("receivers"); i++) {
                devices.add(esm.appliance().addReceiver("ERC-" + i));
            }
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            esm.behaviour().queryDuration(options.duration("query"));
            Flips flips = new Flips(esm, collector, devices, cycles);
            Map<String, String> keys = Product.esm("bench", esm.url());
            keys.put("esm.bench.every", "1s");
            keys.put("esm.bench.max-queries", options.text("max-queries"));
            keys.putAll(Product.syslog(collector.port()));
            try (Product product = Product.start(keys, "")) {
                int expected = cycles * devices.size();
                if (!Bench.await(product, cycles * 2L + 30, () -> flips.begun() > cycles)) {
                    throw new IllegalStateException("only " + flips.begun() + " cycles began\n" + product.tail(20));
                }
                Bench.await(product, 10, () -> flips.notices() >= expected);
                int exit = product.end();
                report(options, flips, expected, exit, esm.requests().violationCount());
            }
        }
    }

    private static void report(Options options, Flips flips, int expected, int exit, long violations) {
        int warmUp = options.number("warm-up");
        List<Double> cold = new ArrayList<>();
        List<Double> fromRow = new ArrayList<>();
        List<Double> fromLast = new ArrayList<>();
        List<Cycle> cycles = flips.cycles();
        for (int i = 0; i < cycles.size(); i++) {
            Cycle cycle = cycles.get(i);
            cycle.arrivals().forEach((device, arrived) -> {
                if (cycles.indexOf(cycle) < warmUp) {
                    cold.add(Figures.millis(arrived - cycle.results().get(device)));
                } else {
                    fromRow.add(Figures.millis(arrived - cycle.results().get(device)));
                    fromLast.add(Figures.millis(arrived - cycle.lastAnswer()[0]));
                }
            });
        }
        Figures figures = new Figures();
        figures.title(options.text("receivers") + " Receivers, each stale and fresh in turn, every 1s, max-queries "
                + options.text("max-queries") + ", queries of " + options.text("query") + "; " + fromRow.size()
                + " transitions after " + cold.size() + " of warm-up");
        figures.tell("warm-up: from the row's answer, worst", Figures.percentile(cold, 1), "ms");
        figures.tell("from the cycle's last answer, p50", Figures.percentile(fromLast, 0.5), "ms");
        figures.tell("from the cycle's last answer, p99", Figures.percentile(fromLast, 0.99), "ms");
        figures.tell("from the row's answer, p50", Figures.percentile(fromRow, 0.5), "ms");
        figures.below("from the row's answer, p99", Figures.percentile(fromRow, 0.99), 100, "ms");
        figures.tell("from the row's answer, worst", Figures.percentile(fromRow, 1), "ms");
        figures.atLeast("transitions that were measured", fromRow.size(), 200, "");
        figures.atLeast("notices that came / changes", (double) flips.notices() / expected, 1, "");
        figures.atMost("notices that came / changes", (double) flips.notices() / expected, 1, "");
        figures.atMost("violations of the contract", violations, 0, "");
        figures.atMost("exit code on SIGTERM", exit, 0, "");
        figures.end();
    }
}
