package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Many {@code service-http} checks: whether they start at their times, also where most of them hang, and what each costs
 * beside blackbox_exporter and monit, which make the same checks at the same time.
 */
final class ServicesBench {

    private static final String OURS = "/ours/";
    private static final String BLACKBOX = "/blackbox/";
    private static final String MONIT = "/monit/";

    private ServicesBench() {}

    public static void main(String[] arguments) {
        Options options = Options.of(
                arguments,
                Map.of(
                        "checks",
                        "1000",
                        "every",
                        "60s",
                        "cycles",
                        "3",
                        "targets",
                        "200",
                        "hanging",
                        "0.9",
                        "hang",
                        "10s",
                        "parts",
                        "cost,hanging",
                        "blackbox",
                        "/usr/bin/prometheus-blackbox-exporter",
                        "monit",
                        "/usr/bin/monit"));
        Figures figures = new Figures();
        List<String> parts = List.of(options.text("parts").split(","));
        double cycle = Figures.seconds(options.duration("every"));
        double limit = parts.size() * (cycle * (options.number("cycles") + 3) + 120);
        Bench.run((long) limit, () -> {
            if (parts.contains("cost")) {
                cost(options, figures);
            }
            if (parts.contains("hanging")) {
                hanging(options, figures);
            }
            figures.end();
        });
    }

    private static void cost(Options options, Figures figures) throws Exception {
        int checks = options.number("checks");
        Duration every = options.duration("every");
        figures.title(
                String.format(Locale.ROOT, "%d service-http checks, every %d s, -Xmx256m", checks, every.toSeconds()));
        Path folder = Files.createTempDirectory("freshwatch-bench-peers");
        try (Targets targets = new Targets(path -> false, Duration.ZERO);
                Peer blackbox =
                        Peer.blackbox(options.text("blackbox"), folder, urls(targets, BLACKBOX, checks), every);
                Peer monit = Peer.monit(
                        options.text("monit"), folder, "127.0.0.1", targets.port(), paths(MONIT, checks), every);
                Product alone = Product.start(Map.of(), routes(targets, "/alone/", 1, every), "-Xmx256m");
                Product product = Product.start(Map.of(), routes(targets, OURS, checks, every), "-Xmx256m")) {
            if (!Bench.await(product, 60, () -> targets.count(OURS) > 0)) {
                throw new IllegalStateException("no check was made; the log ends with\n" + product.tail(20));
            }
            figures.tell("start → first check", Figures.seconds(first(targets) - product.startedNanos()), "s");
            // the first cycle is left out: everything starts at once
            long settle = System.nanoTime() + every.toNanos();
            while (System.nanoTime() < settle) {
                TimeUnit.MILLISECONDS.sleep(200);
                product.mustRun();
            }
            Usage ours = Usage.begin(product.pid(), () -> targets.count(OURS));
            Usage theirs = Usage.begin(blackbox.pid(), () -> targets.count(BLACKBOX));
            Usage monits = Usage.begin(monit.pid(), () -> targets.count(MONIT));
            long from = System.nanoTime();
            long end = from + every.toNanos() * options.number("cycles");
            while (System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
                product.mustRun();
                blackbox.mustRun();
                monit.mustRun();
            }
            ours.end();
            theirs.end();
            monits.end();
            lateness(targets, OURS, checks, every, from, figures);
            double added = (Usage.residentBytes(product.pid()) - Usage.residentBytes(alone.pid())) / (checks - 1.0);
            tell(figures, "ours", ours);
            tell(figures, blackbox.name(), theirs);
            tell(figures, monit.name(), monits);
            figures.atMost(
                    "CPU of a check, ours ÷ blackbox_exporter", ours.millisEach() / theirs.millisEach(), 1.1, "");
            figures.atMost("memory, ours", ours.resident() / 1048576.0, 160, "MiB");
            figures.tell("CPU of a check, ours ÷ monit", ours.millisEach() / monits.millisEach(), "");
            figures.tell("memory, ours ÷ blackbox_exporter", ours.resident() / theirs.resident(), "");
            figures.tell("memory, ours ÷ monit", ours.resident() / monits.resident(), "");
            figures.tell("memory that a further check adds, ours", added / 1024, "KiB");
            figures.tell("heap after a collection", Vitals.of(product.pid()).heapBytes() / 1048576.0, "MiB");
            figures.atMost("lines at warn or error in the log", product.complaints(), 0, "");
            figures.atMost("exit code on SIGTERM", product.end(), 0, "");
        } finally {
            delete(folder);
        }
    }

    private static void tell(Figures figures, String name, Usage usage) {
        figures.tell(name + ": checks made", usage.made(), "");
        figures.tell(name + ": CPU of a check", usage.millisEach(), "ms");
        figures.tell(name + ": memory", usage.resident() / 1048576.0, "MiB");
    }

    private static void hanging(Options options, Figures figures) throws Exception {
        int count = options.number("targets");
        Duration every = options.duration("every");
        int hang = (int) Math.round(count * Double.parseDouble(options.text("hanging")));
        figures.title(String.format(Locale.ROOT, "%d of %d targets hang for %s", hang, count, options.text("hang")));
        // Those that hang are spread over the interval like the others, and each of them every ten.
        try (Targets targets = new Targets(path -> number(path) % count < hang, options.duration("hang"));
                Product product = Product.start(Map.of(), routes(targets, OURS, count, every), "-Xmx256m")) {
            if (!Bench.await(product, 60, () -> targets.count(OURS) > 0)) {
                throw new IllegalStateException("no check was made; the log ends with\n" + product.tail(20));
            }
            long from = System.nanoTime();
            long end = from + every.toNanos() * options.number("cycles") + 1_000_000_000L;
            while (System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
                product.mustRun();
            }
            List<Double> late = new ArrayList<>();
            targets.arrivals(OURS).forEach((path, times) -> {
                if (number(path) >= hang) {
                    late.addAll(lateness(times, every, 0));
                }
            });
            figures.atLeast(
                    "checks of the others", late.size(), (count - hang) * (double) options.number("cycles"), "");
            figures.atMost(
                    "the others start after their time, worst",
                    late.stream().max(Double::compare).orElse(99.0),
                    1,
                    "s");
            figures.atMost("exit code on SIGTERM", product.end(), 0, "");
        }
    }

    private static void lateness(
            Targets targets, String prefix, int checks, Duration every, long from, Figures figures) {
        List<Double> late = new ArrayList<>();
        Map<String, List<Long>> arrivals = targets.arrivals(prefix);
        arrivals.values().forEach(times -> late.addAll(lateness(times, every, from)));
        figures.atLeast("checks that are made / checks", (double) arrivals.size() / checks, 1, "");
        figures.atMost("start after its time, 99 %", Figures.percentile(late, 0.99), 1, "s");
        figures.tell("start after its time, median", Figures.percentile(late, 0.5) * 1000, "ms");
        figures.tell("start after its time, worst of " + late.size(), Figures.percentile(late, 1) * 1000, "ms");
    }

    /** Beside even steps from the one that came earliest in its step. */
    static List<Double> lateness(List<Long> times, Duration every, long from) {
        List<Double> late = new ArrayList<>();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < times.size(); i++) {
            least = Math.min(least, times.get(i) - i * every.toNanos());
        }
        for (int i = 0; i < times.size(); i++) {
            if (times.get(i) >= from) {
                late.add(Figures.seconds(times.get(i) - i * every.toNanos() - least));
            }
        }
        return late;
    }

    private static long first(Targets targets) {
        return targets.arrivals(OURS).values().stream()
                .mapToLong(times -> times.get(0))
                .min()
                .orElseThrow();
    }

    private static int number(String path) {
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    private static List<String> paths(String prefix, int count) {
        return Stream.iterate(0, i -> i + 1).limit(count).map(i -> prefix + i).toList();
    }

    private static List<String> urls(Targets targets, String prefix, int count) {
        return paths(prefix, count).stream()
                .map(path -> "http://127.0.0.1:" + targets.port() + path)
                .toList();
    }

    /** In an order in which the ones that hang and the others are mixed. */
    static Map<String, String> routes(Targets targets, String prefix, int count, Duration every) {
        Map<String, String> files = new TreeMap<>();
        List<String> urls = new ArrayList<>(urls(targets, prefix, count));
        urls.sort(Comparator.comparing(url -> number(url) * 37 % count));
        for (int i = 0; i < urls.size(); i++) {
            String url = urls.get(i);
            // a file may have 1 MB
            String file = String.format(Locale.ROOT, "my-services-%03d.camel.yaml", i / 2_000);
            files.merge(
                    file,
                    String.format(
                            Locale.ROOT,
                            """
                    - templatedRoute:
                        routeTemplateRef: service-http
                        parameters:
                          - name: name
                            value: s%d
                          - name: url
                            value: %s
                          - name: text
                            value: Login
                          - name: every
                            value: %ds
                          - name: down-after
                            value: %ds
                    """,
                            number(url),
                            url,
                            every.toSeconds(),
                            Math.min(15, every.toSeconds() - 1)),
                    String::concat);
        }
        return files;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
