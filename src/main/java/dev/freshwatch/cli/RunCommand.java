package dev.freshwatch.cli;

import dev.freshwatch.app.BuildInfo;
import dev.freshwatch.app.StartupException;
import dev.freshwatch.app.StartupException.EndedEarly;
import dev.freshwatch.app.WatchApp;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The watch. */
@Command(
        name = "run",
        description = "Watches until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:ended by a signal", "3:the configuration is refused, or the watch cannot start"})
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        ConfigAndRoutes prepared = config.read();
        Logging.configure(prepared.loaded().settings().log());
        prepared.loaded().warnings().forEach(warning -> LOG.warn("{}", warning.text()));
        try (Signals signals = new Signals();
                WatchApp watch = WatchApp.watch(prepared.loaded(), prepared.routes(), signals.asked())) {
            LOG.info("freshwatch {} is watching", BuildInfo.version());
            signals.await(null);
            LOG.info("ending");
        } catch (EndedEarly e) {
            LOG.info("ended by a signal before it was watching");
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot start: " + e.getMessage(), e);
        }
        return 0;
    }
}
