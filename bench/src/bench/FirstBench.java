package bench;

import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the start of the process to the verdict on the last of many Receivers: each of them is stale, so that its verdict
 * is a datagram at the collector.
 */
final class FirstBench {

    private static final Pattern RECEIVER = Pattern.compile("check=\"esm/bench/events/(\\d+)\"");
    private static final Duration STALE = Duration.ofMinutes(40);

    private FirstBench() {}

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments, Map.of("receivers", "40", "starts", "5", "query", "0s", "max-queries", "2", "bulk", "auto"));
        Bench.run(options.number("starts") * 60L + 60, () -> run(options));
    }

    /** In seconds. @param processor that the watch had used when the last verdict came */
    private record Start(double asked, double judged, double processor) {}

    private static void run(Options options) throws Exception {
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < options.number("starts"); i++) {
            Start start = start(options);
            Bench.progress(String.format(
                    Locale.ROOT,
                    "the ESM was asked after %.2f s, all were judged after %.2f s, processor time %.2f s",
                    start.asked(),
                    start.judged(),
                    start.processor()));
            starts.add(start);
        }
        Figures figures = new Figures();
        figures.title(options.text("receivers") + " Receivers, all stale, max-queries " + options.text("max-queries")
                + ", queries of " + options.text("query") + ", bulk " + options.text("bulk") + "; "
                + starts.size() + " starts");
        figures.tell(
                "start → first request, median",
                median(starts.stream().map(Start::asked).toList()),
                "s");
        figures.below(
                "start → all judged, median",
                median(starts.stream().map(Start::judged).toList()),
                3,
                "s");
        figures.tell(
                "start → all judged, worst",
                starts.stream().mapToDouble(Start::judged).max().orElseThrow(),
                "s");
        figures.tell(
                "processor time until then, median",
                median(starts.stream().map(Start::processor).toList()),
                "s");
        figures.end();
    }

    private static double median(List<Double> values) {
        return Figures.percentile(values, 0.5);
    }

    private static Start start(Options options) throws Exception {
        Set<String> judged = Collections.synchronizedSet(new HashSet<>());
        AtomicLong asked = new AtomicLong();
        AtomicLong last = new AtomicLong();
        try (SimEsm esm = new SimEsm();
                SyslogReceiver collector = SyslogReceiver.udp(0)) {
            int receivers = options.number("receivers");
            for (int i = 1; i <= receivers; i++) {
                SimDevice device = esm.appliance().addReceiver("ERC-" + i);
                device.events().aged(STALE);
            }
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            esm.behaviour().queryDuration(options.duration("query"));
            esm.requests().listen(entry -> asked.compareAndSet(0, entry.startedNanos()));
            collector.messages().listen(message -> {
                Matcher receiver = RECEIVER.matcher(message.text());
                if (receiver.find() && judged.add(receiver.group(1)) && judged.size() == receivers) {
                    last.set(message.arrivedNanos());
                }
            });
            Map<String, String> keys = Product.esm("bench", esm.url());
            keys.put("esm.bench.max-queries", options.text("max-queries"));
            keys.put("esm.bench.bulk", options.text("bulk"));
            keys.putAll(Product.syslog(collector.port()));
            try (Product product = Product.start(keys, "")) {
                if (!Bench.await(product, 50, () -> last.get() != 0)) {
                    throw new IllegalStateException(
                            judged.size() + " of " + receivers + " were judged\n" + product.tail(20));
                }
                double processor = Figures.seconds(product.processorTime());
                product.end();
                return new Start(
                        Figures.seconds(asked.get() - product.startedNanos()),
                        Figures.seconds(last.get() - product.startedNanos()),
                        processor);
            }
        }
    }
}
