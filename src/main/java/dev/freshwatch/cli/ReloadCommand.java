package dev.freshwatch.cli;

import dev.freshwatch.config.MachineName;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.history.RunningConfigTable.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the running watch reload its configuration, and shows the outcome. */
@Command(
        name = "reload",
        description =
                "Makes the running watch take over the changes in application.properties and routes/, all of them or"
                        + " none, and shows whether it has. Sends it SIGHUP. Of several nodes, all reload, each its own"
                        + " files.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:taken over", "3:refused, and the watch goes on as before; or no watch could be asked"})
final class ReloadCommand implements Callable<Integer> {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "60s",
            description = "How long to wait for the outcome (default: 60s).")
    private Duration timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter out = spec.commandLine().getOut();
        Reload outcome = StoreAccess.the(config, beside -> isCluster(beside) ? reloadAll(beside, out) : reload(beside));
        if (outcome == null) {
            return 0;
        }
        if (!outcome.taken()) {
            throw new CommandFailure("The watch goes on as before. "
                    + ConfigAndRoutes.refused(outcome.faults()).getMessage());
        }
        out.println("The new configuration was taken over.");
        out.flush();
        return 0;
    }

    private static boolean isCluster(StoreAccess beside) throws CommandFailure {
        if (!beside.isWatched()) {
            throw new CommandFailure("freshwatch: no watch is running on this store; freshwatch run starts one");
        }
        return new RunningConfigTable(beside.store()).all().stream().anyMatch(Running::isNode);
    }

    /** @return null: there is an outcome for each node */
    private Reload reloadAll(StoreAccess beside, PrintWriter out) throws CommandFailure {
        ClusterReload reload = ClusterReload.of(beside.store(), timeout);
        reload.lines().forEach(out::println);
        out.flush();
        if (!reload.isTaken()) {
            throw new CommandFailure("freshwatch: " + reload.failure());
        }
        return null;
    }

    private Reload reload(StoreAccess beside) throws CommandFailure {
        RunningConfigTable table = new RunningConfigTable(beside.store());
        Running running = table.latest()
                .orElseThrow(() -> new CommandFailure(
                        "freshwatch: the watch is still starting, or is an older version; try again, or"
                                + " restart it"));
        if (!running.host().equals(MachineName.own())) {
            throw new CommandFailure(
                    "freshwatch: the watch on this store runs on " + running.host() + "; call reload there");
        }
        Instant asked = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
        hangUp(running.pid());
        return await(table, asked);
    }

    private Reload await(RunningConfigTable table, Instant asked) throws CommandFailure {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < timeout.toNanos()) {
            Reload last = table.latest().map(Running::last).orElse(null);
            if (last != null && !last.began().isBefore(asked)) {
                return last;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        throw new CommandFailure("freshwatch: the watch has not reported an outcome within " + timeout.toSeconds()
                + " s; see its log. (If it was started by nohup, it does not get the signal.)");
    }

    /** Uses the kill of the shell, which exists wherever the launcher runs. */
    private static void hangUp(long pid) throws CommandFailure {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s HUP \"$0\"", Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            kill.getOutputStream().close();
            String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (kill.waitFor() != 0) {
                throw new CommandFailure("freshwatch: the watch (process " + pid + ") cannot be sent SIGHUP: " + said
                        + ". Run reload as the user of the watch, or as root");
            }
        } catch (IOException e) {
            throw new CommandFailure("freshwatch: the watch cannot be sent SIGHUP: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("freshwatch: interrupted", e);
        }
    }
}
