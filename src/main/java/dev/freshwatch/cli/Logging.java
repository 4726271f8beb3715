package dev.freshwatch.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.freshwatch.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configures logging: to standard error, one line per event; standard output is for results. */
final class Logging {

    /** Prevents a line break in text from a platform from starting a new line of the log. */
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - %replace(%msg){'[\\r\\n\\x85\\u2028\\u2029]+', ' '}%n%ex{6}";

    private Logging() {}

    /** Applies the configuration; libraries log one level less. */
    static void configure(Settings.Log log) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Level ours = Level.toLevel(log.level(), Level.INFO);
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(ours.isGreaterOrEqual(Level.WARN) || ours == Level.INFO ? Level.WARN : Level.INFO);
        root.addAppender(appender(context, log.json()));
        context.getLogger("dev.freshwatch").setLevel(ours);
        if (root.getLevel() == Level.WARN) {
            // Logs a broken connection with its stack trace; the store reports it in one line.
            context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
            // Warns at each try, and once more with a stack trace; checks and sinks say what is wrong.
            context.getLogger("org.apache.kafka").setLevel(Level.OFF);
            // The same for a library that cannot be loaded.
            context.getLogger("org.sqlite.SQLiteJDBCLoader").setLevel(Level.OFF);
        }
        if (ours.isGreaterOrEqual(Level.ERROR)) {
            root.setLevel(Level.ERROR);
        }
    }

    /**
     * For commands that answer on standard output: applies the configuration only if it asks for more than the default.
     */
    static void quiet(Settings.Log log) {
        boolean curious = Level.toLevel(log.level(), Level.INFO).levelInt < Level.INFO_INT;
        configure(curious ? log : new Settings.Log("error", log.json()));
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context, boolean json) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(json ? started(new JsonEncoder(), context) : text(context));
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        encoder.setCharset(java.nio.charset.StandardCharsets.UTF_8);
        return started(encoder, context);
    }

    private static Encoder<ILoggingEvent> started(Encoder<ILoggingEvent> encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
