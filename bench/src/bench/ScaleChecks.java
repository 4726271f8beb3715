package bench;

import dev.freshwatch.cluster.Namespaces;
import dev.freshwatch.sim.SyslogReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The checks of a {@link ScaleBench}: one {@code service-http} each, or sources of {@code service-list}. */
final class ScaleChecks {

    private static final String PREFIX = "/ours/";
    private static final int SOURCES = 1_000;
    private static final Pattern TOLD = Pattern.compile("service/s(\\d+)/http(/[\\w-]+)?");
    private static final long LONG_AGO = Duration.ofHours(5).toMillis();

    private final Targets targets;
    private final Duration every;
    private final boolean lists;
    private final int count;
    private final Map<String, Long> told = new ConcurrentHashMap<>();
    private volatile boolean broken;

    private ScaleChecks(Targets targets, Duration every, boolean lists, int count) {
        this.targets = targets;
        this.every = every;
        this.lists = lists;
        this.count = count;
        if (lists) {
            targets.answer(path -> rows());
        }
    }

    static ScaleChecks of(Options options, Targets targets) {
        return new ScaleChecks(
                targets, options.duration("every"), options.text("kind").equals("list"), options.number("checks"));
    }

    String title() {
        return lists ? calls() + " service-list of " + SOURCES + " sources each" : count + " service-http";
    }

    /** All checks, but those of the lists themselves. */
    int count() {
        return count;
    }

    /** Requests for all of them. */
    int calls() {
        return lists ? count / SOURCES : count;
    }

    Map<String, String> routes() {
        if (!lists) {
            return ServicesBench.routes(targets, PREFIX, count, every);
        }
        return Map.of(
                "my-lists.camel.yaml",
                IntStream.range(0, calls()).mapToObj(this::list).collect(Collectors.joining()));
    }

    private String list(int number) {
        return String.format(
                Locale.ROOT,
                """
                - templatedRoute:
                    routeTemplateRef: service-list
                    parameters:
                      - {name: name, value: s%d}
                      - {name: what, value: http}
                      - {name: url, value: "http://127.0.0.1:%d%s%d"}
                      - {name: each, value: "$.rows[*]"}
                      - {name: id, value: $.id}
                      - {name: time, value: $.at}
                      - {name: time-format, value: epoch-millis}
                      - {name: error-after, value: 20m}
                      - {name: timeout, value: 20s}
                      - {name: every, value: %ds}
                """,
                number,
                targets.port(),
                PREFIX,
                number,
                every.toSeconds());
    }

    private byte[] rows() {
        long at = System.currentTimeMillis() - (broken ? LONG_AGO : 0);
        String body = IntStream.range(0, SOURCES)
                .mapToObj(i -> "{\"id\":\"source-" + i + "\",\"at\":" + (at - i) + "}")
                .collect(Collectors.joining(",", "{\"rows\":[", "]}"));
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    void breakAll() {
        broken = true;
        if (!lists) {
            targets.answer(path -> Targets.BROKEN);
        }
    }

    void mendAll() {
        broken = false;
        if (!lists) {
            targets.answer(path -> Targets.PAGE);
        }
    }

    /** How many different ones were asked for so far. */
    int seen() {
        return targets.arrivals(PREFIX).size();
    }

    private static String namespace(String path) {
        return Namespaces.ofCheck("service/s" + path.substring(PREFIX.length()) + "/http");
    }

    String holder(String path, Map<String, String> holders) {
        return holders.get(namespace(path));
    }

    /** How many requests a node has to make. */
    long callsOf(String node, Map<String, String> holders) {
        return IntStream.range(0, calls())
                .filter(i -> node.equals(holder(PREFIX + i, holders)))
                .count();
    }

    /** How many checks a node has to make. */
    long of(String node, Map<String, String> holders) {
        return callsOf(node, holders) * count / calls();
    }

    /** How many checks a node has made so far. */
    long madeBy(String node, Map<String, String> holders) {
        long made = targets.arrivals(PREFIX).entrySet().stream()
                .filter(each -> node.equals(holder(each.getKey(), holders)))
                .mapToLong(each -> each.getValue().size())
                .sum();
        return made * count / calls();
    }

    /** When each of these was asked for first after this moment. */
    List<Long> firstAfter(long after, Predicate<String> which) {
        List<Long> first = new ArrayList<>();
        targets.arrivals(PREFIX).forEach((path, times) -> {
            if (which.test(path)) {
                times.stream().filter(time -> time > after).findFirst().ifPresent(first::add);
            }
        });
        return first;
    }

    /** Beside even steps of the interval. */
    void lateness(long from, long to, Predicate<String> which, Duration interval, Figures figures) {
        List<Double> late = new ArrayList<>();
        long[] doubles = {0};
        targets.arrivals(PREFIX).forEach((path, times) -> {
            if (which.test(path)) {
                List<Long> within = times.stream()
                        .filter(time -> time >= from && time <= to)
                        .toList();
                late.addAll(ServicesBench.lateness(within, interval, from));
                for (int i = 1; i < within.size(); i++) {
                    doubles[0] += within.get(i) - within.get(i - 1) < interval.toNanos() / 2 ? 1 : 0;
                }
            }
        });
        figures.tell("start after its time, median", Figures.percentile(late, 0.5) * 1000, "ms");
        figures.atMost("start after its time, 99 %", Figures.percentile(late, 0.99), 1, "s");
        figures.atMost(
                "start after its time, worst of " + late.size(),
                Figures.percentile(late, 1),
                Figures.seconds(interval),
                "s");
        figures.atMost("checks made twice in their interval", doubles[0], 0, "");
    }

    /** A notice has arrived. */
    void told(SyslogReceiver.Message message) {
        Matcher check = TOLD.matcher(message.text());
        if (broken && check.find()) {
            told.putIfAbsent(check.group(), message.arrivedNanos());
        }
    }

    /** Of how many checks a notice has arrived since {@link #breakAll}. */
    int told() {
        return told.size();
    }

    /** For each check that was told: from its first request after this moment until it was told. */
    List<Long> toldAfter(long after) {
        Map<String, Long> asked = new HashMap<>();
        targets.arrivals(PREFIX).forEach((path, times) -> times.stream()
                .filter(time -> time > after)
                .findFirst()
                .ifPresent(time -> asked.put(path, time)));
        List<Long> delays = new ArrayList<>();
        told.forEach((check, at) -> {
            Matcher number = TOLD.matcher(check);
            Long time = number.matches() ? asked.get(PREFIX + number.group(1)) : null;
            if (time != null) {
                delays.add(at - time);
            }
        });
        return delays;
    }
}
