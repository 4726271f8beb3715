package dev.freshwatch.outbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Java processes of their own, with the classes of this one. */
public final class Children {

    private Children() {}

    /** Standard error comes with standard output. */
    public static Process java(Class<?> main, String... arguments) throws IOException {
        return started(command(main, arguments));
    }

    /** In a shell that does this first, such as {@code umask 077}. */
    public static Process java(String first, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", first + "; exec \"$0\" \"$@\""));
        command.addAll(command(main, arguments));
        return started(command);
    }

    private static Process started(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                "-Dlogback.configurationFile=quiet-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
