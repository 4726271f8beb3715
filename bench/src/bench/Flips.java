package bench;

import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.Journal;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Receivers that change in each cycle: stale, fresh, stale … They change while the ESM answers the clock call, so that
 * each cycle sees one change of each of them, and each change must bring one notice. ESM and collector are in this
 * process, so all times are of one clock. Safe for use by many threads.
 */
final class Flips {

    private static final Pattern CHECK = Pattern.compile("check=\"esm/[^/]+/events/(\\d+)\"");
    private static final Duration STALE = Duration.ofMinutes(40);
    private static final Duration STEP = Duration.ofSeconds(1);

    /**
     * A cycle, in {@link System#nanoTime}.
     *
     * @param results  when the row of a Receiver was answered
     * @param arrivals when its notice was there
     */
    record Cycle(
            long startedNanos,
            Map<Long, Long> results,
            Map<Long, Long> arrivals,
            Map<Long, Integer> queries,
            long[] lastAnswer) {}

    private final Map<Long, SimDevice> devices;
    private final int most;
    private final List<Cycle> cycles = new ArrayList<>();
    private final Map<Long, Integer> arrived = new TreeMap<>();
    private boolean stale;

    /** @param most how many changes there are at most; later cycles change nothing */
    Flips(SimEsm esm, SyslogReceiver collector, List<SimDevice> devices, int most) {
        this.devices = devices.stream().collect(Collectors.toMap(SimDevice::id, device -> device));
        this.most = most;
        devices.forEach(device -> device.events().live(STEP, Duration.ZERO));
        esm.requests().listen(this::answered);
        collector.messages().listen(this::arrived);
    }

    private synchronized void answered(Journal.Entry entry) {
        switch (entry.command()) {
            case "essmgtGetESSTime" -> begin(entry.startedNanos());
            case "qryExecuteDetail" -> now(cycle -> cycle.queries().merge(entry.deviceId(), 1, Integer::sum));
            case "qryGetResults" -> {
                if (entry.status() == 200 && devices.containsKey(entry.deviceId())) {
                    now(cycle -> cycle.results().putIfAbsent(entry.deviceId(), entry.endedNanos()));
                }
            }
            default -> {}
        }
        now(cycle -> cycle.lastAnswer()[0] = Math.max(cycle.lastAnswer()[0], entry.endedNanos()));
    }

    private void now(java.util.function.Consumer<Cycle> what) {
        if (!cycles.isEmpty()) {
            what.accept(cycles.get(cycles.size() - 1));
        }
    }

    private void begin(long nanos) {
        cycles.add(new Cycle(nanos, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new long[1]));
        if (cycles.size() > most) {
            return;
        }
        stale = !stale;
        for (SimDevice device : devices.values()) {
            if (stale) {
                device.events().clear().aged(STALE);
            } else {
                device.events().clear().live(STEP, Duration.ZERO);
            }
        }
    }

    /** The k-th notice of a Receiver is about its k-th change: their order holds. */
    private synchronized void arrived(SyslogReceiver.Message message) {
        Matcher check = CHECK.matcher(message.text());
        if (check.find() && devices.containsKey(Long.parseLong(check.group(1)))) {
            long device = Long.parseLong(check.group(1));
            int number = arrived.merge(device, 1, Integer::sum);
            if (number <= cycles.size()) {
                cycles.get(number - 1).arrivals().put(device, message.arrivedNanos());
            }
        }
    }

    /** The Receivers that change. */
    Set<Long> devices() {
        return devices.keySet();
    }

    /** The cycles that have begun. */
    synchronized int begun() {
        return cycles.size();
    }

    /** The notices that came. */
    synchronized int notices() {
        return arrived.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The cycles that have begun, oldest first; to be read when all is over. */
    synchronized List<Cycle> cycles() {
        return List.copyOf(cycles);
    }
}
