package dev.freshwatch.cli;

import dev.freshwatch.config.Texts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains what is wrong with a command line and suggests a correction, if there is an obvious one. */
final class WrongCommandLine {

    /** Names used by other programs. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("version", "--version"),
            Map.entry("-version", "--version"),
            Map.entry("-v", "--version"),
            Map.entry("help", "--help"),
            Map.entry("-?", "--help"),
            Map.entry("start", "run"),
            Map.entry("watch", "run"),
            Map.entry("serve", "run"),
            Map.entry("daemon", "run"),
            Map.entry("configtest", "validate"),
            Map.entry("lint", "validate"),
            Map.entry("verify", "validate"),
            Map.entry("setup", "init"),
            Map.entry("config", "init"),
            Map.entry("configure", "init"),
            Map.entry("receivers", "devices"),
            Map.entry("datasources", "devices"),
            Map.entry("mute", "silence"),
            Map.entry("unmute", "unsilence"),
            Map.entry("acknowledge", "ack"));

    private WrongCommandLine() {}

    /** Writes to standard error. The exit code is that of a refused configuration. */
    static int explain(ParameterException fault, String[] all) {
        CommandLine command = fault.getCommandLine();
        String hint = hint(fault, command);
        command.getErr().println("freshwatch: " + fault.getMessage() + (hint == null ? "" : "; " + hint));
        command.getErr().println("Usage: " + command.getCommandSpec().qualifiedName() + " --help");
        command.getErr().flush();
        return Main.REFUSED;
    }

    private static String hint(ParameterException fault, CommandLine command) {
        if (!(fault instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return null;
        }
        String word = unmatched.getUnmatched().get(0);
        boolean top = command.getParent() == null;
        if (top && ELSEWHERE.containsKey(word.toLowerCase(Locale.ROOT))) {
            return "write freshwatch " + ELSEWHERE.get(word.toLowerCase(Locale.ROOT));
        }
        String name = word.startsWith("-") ? word.split("=", 2)[0] : word;
        if (top && name.startsWith("-") && takenByCommands(command, name)) {
            return "write it after the command: freshwatch COMMAND " + name;
        }
        Optional<String> near = Texts.nearest(name, name.startsWith("-") ? options(command) : commands(command));
        return near.map(other -> "did you mean " + other + "?").orElse(null);
    }

    private static boolean takenByCommands(CommandLine command, String option) {
        return command.getSubcommands().values().stream()
                .anyMatch(sub -> options(sub).contains(option));
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .filter(option -> option.startsWith("--"))
                .toList();
    }

    private static List<String> commands(CommandLine command) {
        return List.copyOf(command.getSubcommands().keySet());
    }
}
