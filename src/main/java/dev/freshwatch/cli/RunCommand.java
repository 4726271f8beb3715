package dev.freshwatch.cli;

import dev.freshwatch.app.BuildInfo;
import dev.freshwatch.app.RefusedConfig;
import dev.freshwatch.app.Reloads;
import dev.freshwatch.app.StartupException;
import dev.freshwatch.app.StartupException.EndedEarly;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.app.WatchConfig;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the watch. */
@Command(
        name = "run",
        description = "Runs the watch until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:ended by a signal", "3:the configuration is refused, or the watch cannot start"})
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        try (Signals signals = new Signals()) {
            boolean hangUps = signals.takeHangUp();
            ConfigAndRoutes prepared = config.read();
            Logging.configure(prepared.loaded().settings().log());
            prepared.loaded().warnings().forEach(warning -> LOG.warn("{}", warning.text()));
            if (!hangUps) {
                LOG.warn(
                        "SIGHUP is ignored, as by nohup: the configuration cannot be reloaded. Start it by setsid, or as a"
                                + " service");
            }
            start(prepared, signals);
        } catch (EndedEarly e) {
            LOG.info("ended by a signal before the watch had started");
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot start: " + e.getMessage(), e);
        }
        return 0;
    }

    /** What routes name and is not there is reported with file and line, and all of it at once. */
    private void start(ConfigAndRoutes prepared, Signals signals) throws Exception {
        try {
            watch(prepared.watch(), signals);
        } catch (EndedEarly e) {
            throw e;
        } catch (StartupException e) {
            prepared.tryOut();
            throw e;
        }
    }

    private void watch(WatchConfig first, Signals signals) throws StartupException, InterruptedException {
        try (WatchApp watch = WatchApp.watch(first, signals.asked());
                Reloads reloads = new Reloads(
                        watch,
                        this::read,
                        taken -> Logging.configure(taken.loaded().settings().log()))) {
            watch.reloadBy(reloads::request);
            LOG.info("freshwatch {} is watching", BuildInfo.version());
            signals.onHangUp(reloads::request);
            signals.await(null);
            LOG.info("ending");
        }
    }

    /** The log is that of the new configuration once this is good. */
    private WatchConfig read() throws RefusedConfig {
        try {
            return WatchConfig.read(ConfigAndRoutes.home(), config.folder(), System.getenv(), System.getProperties());
        } catch (CommandFailure e) {
            throw new RefusedConfig(List.of(e.getMessage()));
        }
    }
}
