package dev.freshwatch.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Commands that run within a test set the log of its process: other tests of this process get it back as it was. */
public final class LogAsBefore implements AfterAllCallback {

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
        log.reset();
        new ContextInitializer(log).autoConfig();
    }
}
