package dev.freshwatch;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long {@code await()} waits where a test names no limit of its own: a minute instead of Awaitility's 10 s, because no
 * case may fail on a busy machine. It is a limit, not a pace: a wait ends as soon as its condition holds. JUnit finds this
 * through {@code META-INF/services}.
 */
public final class LongWaits implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
