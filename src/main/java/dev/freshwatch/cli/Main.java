package dev.freshwatch.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "freshwatch",
        description =
                "Watches an ESM and a MISP from outside: reports when alarms stop, a Receiver falls behind, or a worker is dead.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        footer = {"", "To see it work: freshwatch demo. To watch your own ESM or MISP: freshwatch init."})
public final class Main implements Runnable {

    /** Refused configuration, wrong command line, or any other failure of a command. */
    static final int REFUSED = 3;

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            ReloadCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            InitCommand.class,
            DevicesCommand.class,
            ValidateCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            HistoryCommand.class,
            SilenceCommand.class,
            UnsilenceCommand.class,
            AckCommand.class,
            ForgetCommand.class,
            DrillCommand.class,
            ImportCommand.class);

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // Our own code names its locale, but not all libraries do: with Turkish, Camel does not recognize options with
        // an I.
        Locale.setDefault(Locale.ROOT);
        System.exit(run(args));
    }

    private static int run(String... args) {
        return commands(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        args.length == 0 ? "" : args[0])
                .execute(args);
    }

    /** All commands, writing to these. */
    static CommandLine commands(PrintWriter out, PrintWriter err) {
        return commands(out, err, "");
    }

    /**
     * The commands that the first word may name, writing to these.
     *
     * @param first the first word of the command line; if it names a command, this one alone is set up, because to set up
     *              all of them takes a short command half of its time
     */
    static CommandLine commands(PrintWriter out, PrintWriter err, String first) {
        CommandLine commands = new CommandLine(new Main());
        COMMANDS.stream()
                .filter(command -> command.getAnnotation(Command.class).name().equals(first))
                .findFirst()
                .map(List::<Class<?>>of)
                .orElse(COMMANDS)
                .forEach(commands::addSubcommand);
        commands.setOut(out);
        commands.setErr(err);
        for (CommandLine command : commands.getSubcommands().values()) {
            command.setOut(commands.getOut());
            command.setErr(commands.getErr());
        }
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.getCommandSpec().exitCodeOnInvalidInput(REFUSED).exitCodeOnExecutionException(REFUSED);
        commands.getSubcommands().values().forEach(command -> command.getCommandSpec()
                .exitCodeOnInvalidInput(REFUSED)
                .exitCodeOnExecutionException(REFUSED));
        commands.setExecutionExceptionHandler(Main::refused);
        commands.setParameterExceptionHandler(WrongCommandLine::explain);
        return commands;
    }

    private static int refused(Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
        if (exception instanceof CommandFailure) {
            command.getErr().println(exception.getMessage());
        } else {
            command.getErr().println("freshwatch: unexpected error, please report it:");
            // The stack trace but not the message, which may contain a secret.
            int depth = 0;
            for (Throwable cause = exception; cause != null && depth++ < 10; cause = cause.getCause()) {
                command.getErr().println(cause.getClass().getName());
                Arrays.stream(cause.getStackTrace()).limit(12).forEach(at -> command.getErr()
                        .println("    at " + at));
            }
        }
        command.getErr().flush();
        return REFUSED;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command; freshwatch --help lists all commands.");
    }
}
