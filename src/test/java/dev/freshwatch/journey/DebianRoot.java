package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshwatch.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;

/**
 * A bare Debian 12 in a folder. What is installed there touches nothing of the machine, and what runs there has mounts of its
 * own, which end with it.
 */
final class DebianRoot implements AutoCloseable {

    private static final String PACKAGES = "default-jre-headless,adduser,procps,iputils-ping,systemd,man-db,rpm";

    private static final String ENTER =
            "mount -t proc proc \"$1/proc\" && mount --rbind /dev \"$1/dev\" && root=$1 && shift"
                    + " && exec chroot \"$root\" \"$@\"";

    /** What the unit of systemd restricts, as far as it can be had without systemd: its user, what it may write, no rights. */
    private static final String AS_THE_UNIT =
            "mount --bind \"$1\" \"$1\" && mount -t proc -o hidepid=invisible proc \"$1/proc\" && mount --rbind /dev \"$1/dev\" && root=$1 && shift"
                    + " && for path in var/lib/freshwatch var/lib/freshwatch-reports var/cache/freshwatch;"
                    + " do mount --bind \"$root/$path\" \"$root/$path\"; done"
                    + " && mount -o remount,bind,ro \"$root\" && mount -t tmpfs tmpfs \"$root/tmp\" && umask 077"
                    + " && exec chroot \"$root\" setpriv --reuid freshwatch --regid freshwatch --init-groups --no-new-privs"
                    + " --bounding-set=-all --inh-caps=-all env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
                    + " HOME=/var/lib/freshwatch USER=freshwatch XDG_CACHE_HOME=/var/cache/freshwatch LANG=C.UTF-8"
                    + " prlimit --nproc=1024 \"$@\"";

    private final Path folder;
    private final Path root;

    private DebianRoot(Path folder) {
        this.folder = folder;
        this.root = folder.resolve("root");
    }

    /** Made from Debian's packages, in about a minute. */
    static DebianRoot make() throws Exception {
        Path maker = Installed.program("/usr/bin/mmdebstrap");
        boolean root = "root".equals(System.getProperty("user.name"));
        assertThat(root || !Boolean.getBoolean("freshwatch.peers.required"))
                .as("only root can make it, but peers are required")
                .isTrue();
        assumeTrue(root, "only root can make it");
        DebianRoot made = new DebianRoot(Files.createTempDirectory("freshwatch-debian"));
        made.onTheMachine(
                maker.toString(),
                "--quiet",
                "--variant=minbase",
                "--include=" + PACKAGES,
                "bookworm",
                made.root.toString());
        return made;
    }

    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    /** Runs a command on the machine itself. */
    void onTheMachine(String... command) throws Exception {
        Installed.Ended ended = ended(List.of(command));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    /** Runs a command in the root, as root; it must succeed. @return what it said */
    String run(String... command) throws Exception {
        Installed.Ended ended = ended(in(ENTER, command));
        assertThat(ended.exitCode())
                .as(List.of(command) + ": " + ended.output())
                .isZero();
        return ended.output();
    }

    /** Runs a command of Freshwatch as its user. */
    Installed.Ended freshwatch(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=freshwatch", "--regid=freshwatch", "--init-groups"));
        command.addAll(List.of("env", "HOME=/var/lib/freshwatch", "freshwatch"));
        command.addAll(List.of(arguments));
        return ended(in(ENTER, command.toArray(String[]::new)));
    }

    private Installed.Ended ended(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = process(command, output);
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES))
                    .as(command + " has ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Installed.Ended(process.exitValue(), Files.readString(output));
    }

    /** Starts what the unit starts, as it would do it. @param unit the lines of the unit, by name */
    Running service(Map<String, String> unit) throws IOException {
        Path output = Files.createTempFile(folder, "service", ".txt");
        return new Running(process(in(AS_THE_UNIT, unit.get("ExecStart").split(" ")), output), output);
    }

    private List<String> in(String how, String... command) {
        List<String> all = new ArrayList<>(
                List.of("unshare", "--mount", "--propagation=private", "sh", "-c", how, "sh", root.toString()));
        all.addAll(List.of(command));
        return all;
    }

    private static Process process(List<String> command, Path output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return builder.start();
    }

    /** Everything there that has to do with Freshwatch by its name, but for what Java and man leave behind when they are run. */
    Set<String> traces() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> "/" + root.relativize(path))
                    .filter(path ->
                            path.contains("freshwatch") && !path.matches("/tmp/hsperfdata_.*|/var/cache/man/.*"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Deletes it; what is mounted there is left alone. */
    @Override
    public void close() throws Exception {
        onTheMachine("rm", "-rf", "--one-file-system", root.toString());
        try (Stream<Path> outputs = Files.list(folder)) {
            for (Path output : outputs.toList()) {
                Files.delete(output);
            }
        }
        Files.delete(folder);
    }

    /** A watch in the root. */
    record Running(Process process, Path output) implements AutoCloseable {

        String said() {
            try {
                return Files.readString(output);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Waits until this holds, as long as it runs. */
        void until(ThrowingRunnable holds) {
            await().atMost(Launched.PATIENCE).untilAsserted(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("it has ended: " + said());
                }
                holds.run();
            });
        }

        /** Ends it as systemd does. */
        void stop() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(this::said).isTrue();
            assertThat(process.exitValue()).as(this::said).isZero();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
