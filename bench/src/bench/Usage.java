package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** What a process uses while checks are made. */
final class Usage {

    private final long pid;
    private final LongSupplier count;
    private final long countBefore;
    private final Duration before;
    private long made;
    private Duration used;
    private long residentBytes;

    private Usage(long pid, LongSupplier count) {
        this.pid = pid;
        this.count = count;
        countBefore = count.getAsLong();
        before = processorTime(pid);
    }

    /** From now on. */
    static Usage begin(long pid, LongSupplier count) {
        return new Usage(pid, count);
    }

    /** Until now. */
    void end() throws IOException {
        made = count.getAsLong() - countBefore;
        used = processorTime(pid).minus(before);
        residentBytes = residentBytes(pid);
    }

    private static Duration processorTime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
    }

    static long residentBytes(long pid) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        return lines.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    double made() {
        return made;
    }

    double millisEach() {
        return used.toNanos() / 1e6 / Math.max(1, made);
    }

    double resident() {
        return residentBytes;
    }
}
