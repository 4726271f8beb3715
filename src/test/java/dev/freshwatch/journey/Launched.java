package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.route.Folder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packed product as a process of its own, started by its launcher as an operator does. */
final class Launched implements AutoCloseable {

    /** For what takes seconds; a busy machine with two cores takes its time. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A shell without job control starts what it puts in the background with SIGINT ignored, children inherit that, and a
     * JVM keeps to it. So the launcher goes by this where it exists (GNU coreutils 8.31), whatever started the tests.
     */
    private static final List<String> DEFAULT_SIGNALS = defaultSignals();

    private final Process process;
    private final Path out;
    private final Path err;

    private Launched(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    private static List<String> defaultSignals() {
        List<String> command = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(command);
        trial.add("true");
        try {
            Process process = new ProcessBuilder(trial)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0 ? command : List.of();
        } catch (IOException e) {
            // a system without env has no such option either
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts {@code ./freshwatch} with these arguments; nothing of this process's environment but the Java home. */
    static Launched start(Folder folder, Map<String, String> environment, String... arguments) throws IOException {
        return by(List.of(Folder.HOME.resolve("freshwatch").toString()), folder, environment, arguments);
    }

    /** The same by another command, such as a shell that sets something first. */
    static Launched by(List<String> launcher, Folder folder, Map<String, String> environment, String... arguments)
            throws IOException {
        folder.write();
        Path output = Files.createTempDirectory(folder.path(), "launched");
        List<String> command = new ArrayList<>(DEFAULT_SIGNALS);
        command.addAll(launcher);
        command.addAll(List.of(arguments));
        if (!command.contains("demo") && !environment.containsKey("FRESHWATCH_CONFIG")) {
            command.addAll(List.of("--config", folder.path().toString()));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.resolve("out").toFile())
                .redirectError(output.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new Launched(builder.start(), output.resolve("out"), output.resolve("err"));
    }

    static Launched start(Folder folder, String... arguments) throws IOException {
        return start(folder, Map.of(), arguments);
    }

    /** Starts it and waits for its end. */
    static Launched finished(Folder folder, String... arguments) throws Exception {
        return finished(folder, Map.of(), arguments);
    }

    static Launched finished(Folder folder, Map<String, String> environment, String... arguments) throws Exception {
        Launched launched = start(folder, environment, arguments);
        launched.exitCode();
        return launched;
    }

    /** An environment of a machine that speaks {@code ar}, which has digits of its own, or {@code tr}, an i of its own. */
    static Map<String, String> speaking(String language) {
        return Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=" + language);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(() -> "has ended; so far it said " + out() + err())
                    .isTrue();
        } finally {
            close();
        }
        return process.exitValue();
    }

    String out() {
        return text(out);
    }

    String err() {
        return text(err);
    }

    /** Waits until the log says this. */
    Launched saying(String text) {
        await(text).atMost(PATIENCE).until(() -> {
            assertThat(isAlive()).as(() -> "is alive: " + err()).isTrue();
            return err().contains(text);
        });
        return this;
    }

    /** Waits until the watch is up and has closed a cycle. */
    Launched watching() {
        return saying("is watching");
    }

    void terminate() {
        process.destroy();
    }

    void interrupt() throws Exception {
        signal("INT");
    }

    /** @param name such as {@code HUP} */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** {@code kill -9}, and waits for the end. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** What everybody on the machine can read of a process. */
    String commandLine() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid()), "cmdline"))
                .replace('\0', ' ');
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
