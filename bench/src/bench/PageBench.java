package bench;

import bench.Browsers.Answer;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.samples.SeededHistory;
import dev.freshwatch.sim.SyslogReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The page of a watch of many services with weeks of history: how quick it is, and whether the checks begin later because it
 * is read. Times with many readers and times without any take turns in one run.
 */
final class PageBench {

    private static final String PREFIX = "/ours/";

    /** The checks of the store and of the sink: more than 500 in all, and the first page would leave out what is ok. */
    private static final int OWN = 2;

    private static final List<String> RANGES = List.of("hour", "day", "week", "month", "year");
    private static final Pattern LAG = Pattern.compile("(?m)^freshwatch_cycle_lag_seconds (\\S+)$");

    private final Options options;
    private final Figures figures = new Figures();
    private final List<Stretch> stretches = new ArrayList<>();
    private double lag;
    private int services;

    /** Times of {@link System#nanoTime}, and the largest lag that the watch told in them. */
    private record Stretch(long from, long to, boolean read, double lag) {}

    private PageBench(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments,
                Map.of(
                        "checks",
                        "500",
                        "every",
                        "20s",
                        "days",
                        "30",
                        "readers",
                        "50",
                        "turns",
                        "4",
                        "turn",
                        "30s",
                        "reads",
                        "100",
                        "state",
                        "",
                        "username",
                        "",
                        "password",
                        ""));
        Bench.run(1800, new PageBench(options)::run);
    }

    private void run() throws Exception {
        services = options.number("checks") - OWN;
        Path folder = Files.createTempDirectory("freshwatch-bench-page");
        try (Targets targets = new Targets(path -> false, Duration.ZERO);
                SyslogReceiver collector = SyslogReceiver.udp(0)) {
            StateSettings where = where(folder);
            long seeded = System.nanoTime();
            SeededHistory.write(
                    where,
                    IntStream.range(0, services).mapToObj(PageBench::check).toList(),
                    options.number("days"),
                    Instant.now());
            Bench.progress(
                    String.format(Locale.ROOT, "the history took %.0f s", Figures.seconds(System.nanoTime() - seeded)));
            int port = freePort();
            try (Product product = Product.start(
                            keys(where, port, collector.port()),
                            ServicesBench.routes(targets, PREFIX, services, options.duration("every")),
                            "");
                    Browsers browsers = new Browsers(port)) {
                measure(product, browsers, targets);
            }
        } finally {
            delete(folder);
        }
        figures.end();
    }

    private StateSettings where(Path folder) {
        String url = options.text("state");
        return url.isEmpty()
                ? StateSettings.of("jdbc:sqlite:" + folder.resolve("freshwatch.db"))
                : new StateSettings(url, options.text("username"), new Secret(options.text("password")));
    }

    private static Map<String, String> keys(StateSettings where, int port, int syslog) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("state.url", where.url());
        if (where.username() != null) {
            keys.put("state.username", where.username());
            keys.put("state.password", where.password().reveal());
        }
        keys.put("web.port", Integer.toString(port));
        keys.putAll(Product.syslog(syslog));
        return keys;
    }

    private static CheckId check(int number) {
        return CheckId.of("service", "s" + number, "http");
    }

    private void measure(Product product, Browsers browsers, Targets targets) throws Exception {
        long every = options.duration("every").toNanos();
        if (!Bench.await(product, 120, () -> targets.arrivals(PREFIX).size() >= services)) {
            throw new IllegalStateException("not all checks were made; the log ends with\n" + product.tail(20));
        }
        figures.title(options.text("checks") + " checks, " + options.text("days") + " days, " + options.text("readers")
                + " readers; " + (options.text("state").isEmpty() ? "SQLite" : "PostgreSQL"));
        figures.below("the first view after the start", browsers.get("/", true).millis(), 200, "ms");
        turns(product, browsers);
        alone(product, browsers);
        report(targets, every);
        if (product.complaints() > 0) {
            Bench.progress("its log: " + product.complaining());
        }
        figures.atMost("lines at warn or error in the log", product.complaints(), 0, "");
        figures.atMost("exit code on SIGTERM", product.end(), 0, "");
    }

    /** Nobody reads, all read, nobody, all … */
    private void turns(Product product, Browsers browsers) throws Exception {
        List<Double> took = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < options.number("readers"); i++) {
            paths.add(i % 5 < 4 ? "/" : "/checks/" + check(i) + "?range=" + RANGES.get(i / 5 % RANGES.size()));
        }
        int refused = 0;
        int asked = 0;
        for (int turn = 0; turn < 2 * options.number("turns"); turn++) {
            long from = System.nanoTime();
            long end = from + options.duration("turn").toNanos();
            lag = 0;
            while (System.nanoTime() < end) {
                long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
                if (turn % 2 == 1) {
                    for (Answer answer : browsers.together(paths)) {
                        asked++;
                        refused += answer.status() == 200 ? 0 : 1;
                        took.add(answer.millis());
                    }
                }
                look(browsers);
                product.mustRun();
                TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            }
            stretches.add(new Stretch(from, System.nanoTime(), turn % 2 == 1, lag));
            Bench.progress("turn " + (turn + 1) + " of " + 2 * options.number("turns"));
        }
        figures.tell("all readers at once every 2 s: requests", asked, "");
        figures.atMost("of these not answered with the page", refused, 0, "");
        figures.tell("an answer to one of them, p50", Figures.percentile(took, 0.5), "ms");
        figures.tell("an answer to one of them, p99", Figures.percentile(took, 0.99), "ms");
    }

    private void look(Browsers browsers) throws IOException {
        Matcher found = LAG.matcher(browsers.text("/observe/metrics"));
        if (!found.find()) {
            throw new IOException("no freshwatch_cycle_lag_seconds");
        }
        lag = Math.max(lag, Double.parseDouble(found.group(1)));
    }

    /** One reader; each view is made afresh, since that is a second later. */
    private void alone(Product product, Browsers browsers) throws Exception {
        List<Double> front = new ArrayList<>();
        Map<String, List<Double>> byRange = new LinkedHashMap<>();
        RANGES.forEach(range -> byRange.put(range, new ArrayList<>()));
        int reads = options.number("reads");
        for (int i = 0; i < reads; i++) {
            long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_050);
            front.add(good(browsers.get("/", true)).millis());
            for (String range : RANGES) {
                String path = "/checks/" + check(i * 7 % services) + "?range=" + range;
                byRange.get(range).add(good(browsers.get(path, true)).millis());
            }
            product.mustRun();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
        }
        figures.tell("one reader: / made afresh, p50", Figures.percentile(front, 0.5), "ms");
        figures.below("one reader: / made afresh, p99", Figures.percentile(front, 0.99), 200, "ms");
        byRange.forEach((range, took) -> {
            figures.tell("the page of a check, " + range + ", p50", Figures.percentile(took, 0.5), "ms");
            figures.below("the page of a check, " + range + ", p99", Figures.percentile(took, 0.99), 150, "ms");
        });
        figures.below("/, KB", good(browsers.get("/", false)).bytes() / 1000.0, 300, "KB");
        figures.tell("/ compressed", good(browsers.get("/", true)).bytes() / 1000.0, "KB");
    }

    private static Answer good(Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("answered " + answer.status());
        }
        return answer;
    }

    private void report(Targets targets, long every) {
        List<Double> worstRead = new ArrayList<>();
        List<Double> worstQuiet = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        List<Double> quiet = new ArrayList<>();
        for (Stretch stretch : stretches) {
            List<Double> late = new ArrayList<>();
            targets.arrivals(PREFIX).values().forEach(times -> late.addAll(lateness(times, every, stretch)));
            (stretch.read() ? worstRead : worstQuiet).add(Figures.percentile(late, 1));
            (stretch.read() ? read : quiet).addAll(late);
        }
        tell("no reader", quiet, worstQuiet, false);
        tell("all readers", read, worstRead, true);
        figures.atMost(
                "checks begin later because of the readers, 99 %",
                Figures.percentile(read, 0.99) - Figures.percentile(quiet, 0.99), 100, "ms");
        figures.atMost(
                "the same, median of the worst of each turn",
                Figures.percentile(worstRead, 0.5) - Figures.percentile(worstQuiet, 0.5),
                100,
                "ms");
    }

    private void tell(String who, List<Double> late, List<Double> worst, boolean isRead) {
        figures.tell(who + ": begin after their time, median of " + late.size(), Figures.percentile(late, 0.5), "ms");
        figures.tell(who + ": begin after their time, 99 %", Figures.percentile(late, 0.99), "ms");
        figures.tell(who + ": begin after their time, worst", Figures.percentile(worst, 1), "ms");
        figures.tell(
                who + ": largest freshwatch_cycle_lag_seconds",
                stretches.stream()
                        .filter(stretch -> stretch.read() == isRead)
                        .mapToDouble(Stretch::lag)
                        .max()
                        .orElse(0),
                "s");
    }

    /** Of the requests in this stretch, in milliseconds beside even steps from the one that came earliest in its step. */
    private static List<Double> lateness(List<Long> times, long every, Stretch stretch) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < times.size(); i++) {
            least = Math.min(least, times.get(i) - i * every);
        }
        List<Double> late = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            if (times.get(i) >= stretch.from() && times.get(i) < stretch.to()) {
                late.add(Figures.millis(times.get(i) - i * every - least));
            }
        }
        return late;
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
