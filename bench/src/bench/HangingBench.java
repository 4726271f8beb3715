package bench;

import bench.Flips.Cycle;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.EsmBehaviour;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Most Receivers hang. The others change from stale to fresh and back in each cycle, so that each cycle in which they
 * are judged brings a notice for each of them.
 */
final class HangingBench {

    /** How Receivers hang. */
    private enum Kind {
        /** The query is started and never complete. */
        QUERY,
        /** The call that starts the query is never answered. */
        CALL,
        /** The query is started, and neither status nor close is ever answered. */
        ALL
    }

    private HangingBench() {}

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments,
                Map.of(
                        "receivers", "500", "hanging", "0.9", "every", "20s", "query-timeout", "10s", "max-queries", "50",
                        "cycles", "4", "kinds", "query,call,all", "settle", "0"));
        String[] kinds = options.text("kinds").split(",");
        Figures figures = new Figures();
        long cycles = options.number("settle") + options.number("cycles") + 1L;
        double limit = kinds.length * (cycles * 2 * Figures.seconds(options.duration("every")) + 60);
        Bench.run((long) limit, () -> {
            for (String kind : kinds) {
                run(options, Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)), figures);
            }
            figures.end();
        });
    }

    private static void run(Options options, Kind kind, Figures figures) throws Exception {
        Duration every = options.duration("every");
        int cycles = options.number("settle") + options.number("cycles");
        try (SimEsm esm = new SimEsm();
                SyslogReceiver collector = SyslogReceiver.udp(0)) {
            List<SimDevice> devices = new ArrayList<>();
            for (int i = 1; i <= options.number("receivers"); i++) {
                devices.add(esm.appliance().addReceiver("ERC-" + i));
            }
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            Collections.shuffle(devices, new Random(1));
            int hanging = (int) Math.round(Double.parseDouble(options.text("hanging")) * devices.size());
            devices.subList(0, hanging).forEach(device -> hang(esm, device, kind));
            List<SimDevice> others = List.copyOf(devices.subList(hanging, devices.size()));
            Flips flips = new Flips(esm, collector, others, cycles);
            Map<String, String> keys = Product.esm("bench", esm.url());
            keys.put("esm.bench.every", options.text("every"));
            keys.put("esm.bench.query-timeout", options.text("query-timeout"));
            keys.put("esm.bench.max-queries", options.text("max-queries"));
            keys.putAll(Product.syslog(collector.port()));
            try (Product product = Product.start(keys, "")) {
                long patience = (long) (Figures.seconds(every) * (cycles * 2 + 1)) + 30;
                Bench.await(product, patience, () -> flips.begun() > cycles);
                int exit = product.end();
                figures.title(kind + ": " + hanging + " of " + devices.size() + " Receivers hang, " + sentence(kind)
                        + "; every " + options.text("every") + ", query-timeout " + options.text("query-timeout")
                        + ", max-queries " + options.text("max-queries") + "; cycles: " + cycles);
                report(options, every, flips, figures);
                if (kind == Kind.QUERY) {
                    figures.atMost(
                            "peak of open queries at the ESM / max-queries",
                            (double) esm.queries().peak() / options.number("max-queries"),
                            1,
                            "");
                    figures.atMost("queries left open at the end", esm.queries().open(), 0, "");
                }
                figures.atMost(
                        "peak of connections / (max-queries + 2)",
                        (double) esm.peakConnections() / (options.number("max-queries") + 2),
                        kind == Kind.QUERY ? 1 : 1.2,
                        "");
                figures.atMost("violations of the contract", esm.requests().violationCount(), 0, "");
                figures.atMost("exit code on SIGTERM", exit, 0, "");
            }
        }
    }

    private static void hang(SimEsm esm, SimDevice device, Kind kind) {
        switch (kind) {
            case QUERY -> esm.behaviour().queryDuration(device.id(), EsmBehaviour.NEVER);
            case CALL -> esm.faults().always("qryExecuteDetail", device.id(), SimFault.hang());
            case ALL -> {
                esm.faults().always("qryGetStatus", device.id(), SimFault.hang());
                esm.faults().always("qryClose", device.id(), SimFault.hang());
            }
        }
    }

    private static String sentence(Kind kind) {
        return switch (kind) {
            case QUERY -> "their queries are never complete";
            case CALL -> "the call that starts their query is never answered";
            case ALL -> "neither status nor close of their queries is ever answered";
        };
    }

    private static void report(Options options, Duration every, Flips flips, Figures figures) {
        int settle = options.number("settle");
        List<Cycle> cycles = flips.cycles();
        double least = 1;
        double latest = 0;
        double longest = 0;
        double shortest = Double.MAX_VALUE;
        int twice = 0;
        for (int i = 0; i + 1 < cycles.size(); i++) {
            Cycle cycle = cycles.get(i);
            long end = cycles.get(i + 1).startedNanos();
            double step = (double) (end - cycle.startedNanos()) / every.toNanos();
            long judged = cycle.arrivals().values().stream()
                    .filter(arrived -> arrived < end)
                    .count();
            long asked = cycle.queries().size();
            double share = (double) judged / flips.devices().size();
            double last = cycle.arrivals().values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(end)
                    - cycle.startedNanos();
            System.out.printf(Locale.ROOT, "  cycle %d%s: %d Receivers asked, %d of %d others judged, after %.3f of the interval;"
                            + " the next began after %.4f%n",
                    i + 1,
                    i < settle ? " (settling)" : "",
                    asked,
                    judged,
                    flips.devices().size(),
                    last / every.toNanos(),
                    step);
            longest = Math.max(longest, step);
            shortest = Math.min(shortest, step);
            twice += (int) cycle.queries().values().stream()
                    .filter(queries -> queries > 1)
                    .count();
            if (i >= settle) {
                least = Math.min(least, share);
                latest = Math.max(latest, last / every.toNanos());
            }
        }
        figures.atLeast("others judged in their cycle / others, worst cycle", least, 1, "");
        figures.below("their last notice came after this part of the interval", latest, 1, "");
        figures.atMost("Receivers asked twice in a cycle (cycles overlap)", twice, 0, "");
        figures.atLeast("time between two beginnings / every, shortest", shortest, 0.95, "");
        figures.atMost("time between two beginnings / every, longest", longest, 1.05, "");
        figures.atLeast("cycles that began", cycles.size(), settle + options.number("cycles"), "");
    }
}
