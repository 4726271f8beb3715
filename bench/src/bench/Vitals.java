package bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a Java process holds.
 *
 * @param heapBytes   after garbage collection: the least of some readings
 * @param threads     the least of some readings
 * @param descriptors the least of some readings
 * @param classBytes  metaspace
 */
record Vitals(long heapBytes, long threads, long descriptors, long classBytes) {

    private static final int READINGS = 5;
    private static final Pattern HEAP = Pattern.compile("(?:def new|tenured) generation\\s+total \\d+K, used (\\d+)K");
    private static final Pattern CLASSES = Pattern.compile("Metaspace\\s+used (\\d+)K");

    /** By jcmd and /proc; takes some seconds. */
    static Vitals of(long pid) throws IOException, InterruptedException {
        List<Long> heap = new ArrayList<>();
        List<Long> threads = new ArrayList<>();
        List<Long> descriptors = new ArrayList<>();
        long classes = 0;
        // threads of its HTTP calls that have nothing to do end after two seconds
        TimeUnit.SECONDS.sleep(3);
        for (int i = 0; i < READINGS; i++) {
            jcmd(pid, "GC.run");
            String info = jcmd(pid, "GC.heap_info");
            heap.add(1024 * sum(HEAP, info, 2));
            classes = 1024 * sum(CLASSES, info, 1);
            threads.add(threads(pid));
            descriptors.add(descriptors(pid));
            TimeUnit.MILLISECONDS.sleep(130);
        }
        heap.sort(null);
        threads.sort(null);
        descriptors.sort(null);
        return new Vitals(heap.get(0), threads.get(0), descriptors.get(0), classes);
    }

    private static long sum(Pattern pattern, String info, int expected) throws IOException {
        Matcher found = pattern.matcher(info);
        long sum = 0;
        int count = 0;
        while (found.find()) {
            sum += Long.parseLong(found.group(1));
            count++;
        }
        if (count != expected) {
            throw new IOException("jcmd GC.heap_info is not understood: " + info);
        }
        return sum;
    }

    private static long threads(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("Threads:"))
                    .mapToLong(line -> Long.parseLong(line.substring("Threads:".length()).strip()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long descriptors(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.count();
        }
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + output);
        }
        return output;
    }
}
