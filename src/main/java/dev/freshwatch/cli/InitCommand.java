package dev.freshwatch.cli;

import dev.freshwatch.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a working configuration from the address of a platform. */
@Command(
        name = "init",
        description = "Asks an ESM for its Receivers, and a MISP for its version and queues, and writes a commented"
                + " application.properties. Asks you for what the options leave out.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It writes to --config DIR, else FRESHWATCH_CONFIG, else the current folder; secrets to files below"
                    + " secrets/, which only this user can read."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the configuration is written", "3:nothing was written"})
final class InitCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Mixin
    private InitOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path folder = config.folderToMake();
        Logging.quiet(new Settings.Log("info", false));
        InitRun run = new InitRun(options, folder, Terminal.ofThisProcess().orElse(null), out, err);
        List<Path> written = endingWell(run, err);
        if (written == null) {
            return Main.REFUSED;
        }
        out.println();
        out.println("Written: " + written.stream().map(Path::toString).collect(Collectors.joining(", ")));
        out.println();
        nextSteps(folder).forEach(out::println);
        out.flush();
        return 0;
    }

    /** Returns null if a signal ended the run. */
    private static List<Path> endingWell(InitRun run, PrintWriter err) throws Exception {
        Thread abandoning = new Thread(() -> abandon(run, err), "init-abandon");
        Runtime.getRuntime().addShutdownHook(abandoning);
        try {
            List<Path> written = run.run();
            return isTakenAway(abandoning) ? written : null;
        } catch (Exception e) {
            if (run.isAbandoned() || !isTakenAway(abandoning)) {
                return null;
            }
            throw e;
        }
    }

    private static void abandon(InitRun run, PrintWriter err) {
        err.println();
        err.println("Ending: deleting what was made so far, and logging out");
        if (run.abandon()) {
            err.println("freshwatch: ended by a signal; nothing is left behind");
            err.flush();
            // a platform that hangs would delay the end, and nobody needs its answer any more
            Runtime.getRuntime().halt(Main.REFUSED);
        }
    }

    /** Removes the hook; false if the process is already ending. */
    private static boolean isTakenAway(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private List<String> nextSteps(Path folder) {
        String command = launcher() + " %s" + (config.isGiven() ? " --config " + quoted(folder) : "");
        return List.of(
                "Two steps are left:",
                "1. Choose where notices are sent. Remove the # in front of these lines of "
                        + folder.resolve(InitTarget.FILE) + ", and name your own host:",
                "     sink.syslog.enabled=true",
                "     sink.syslog.host=collector2.example",
                "     sink.syslog.protocol=tcp",
                "2. Check that notices arrive, by one that is marked DRILL:",
                "     " + command.replace("%s", "drill"),
                "Then start the watch:",
                "     " + command.replace("%s", "run"));
    }

    /** The launcher as it can be typed in the current folder. */
    private static String launcher() {
        Path home = ConfigAndRoutes.home().toAbsolutePath().normalize();
        boolean checkout = Files.exists(home.resolve("pom.xml"));
        Path launcher = checkout ? home.resolve("freshwatch") : home.resolve("bin/freshwatch");
        if (!Files.isExecutable(launcher)) {
            return "freshwatch";
        }
        boolean here = checkout && home.equals(Path.of("").toAbsolutePath());
        return here ? "./freshwatch" : quoted(launcher);
    }

    /** For a shell. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
