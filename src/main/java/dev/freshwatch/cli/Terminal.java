package dev.freshwatch.cli;

import java.io.Console;
import java.util.Optional;

/** The terminal of this process, if both input and output are connected to one. */
final class Terminal implements Dialogue {

    private final Console console;

    private Terminal(Console console) {
        this.console = console;
    }

    /** Empty if there is none: in a pipe, under cron, in a service. */
    static Optional<Dialogue> ofThisProcess() {
        Console console = System.console();
        return console == null || !isTerminal(console) ? Optional.empty() : Optional.of(new Terminal(console));
    }

    /** Since Java 22, there is a console even without a terminal, and a method that says which. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot determine whether there is a terminal", e);
        }
    }

    @Override
    public String ask(String question) throws CommandFailure {
        String line = console.readLine("%s", question);
        if (line == null) {
            throw ended();
        }
        return line.strip();
    }

    @Override
    public String askSecretly(String question) throws CommandFailure {
        char[] line = console.readPassword("%s", question);
        if (line == null) {
            throw ended();
        }
        return new String(line);
    }

    private static CommandFailure ended() {
        return new CommandFailure("freshwatch: the input has ended; nothing was written");
    }
}
