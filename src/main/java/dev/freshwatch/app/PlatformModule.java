package dev.freshwatch.app;

import java.time.Duration;

/**
 * One ESM or MISP of the configuration, which is asked in cycles. The template {@code <kind>-timer}, which begins with
 * {@code timer:<kind>/<name>}, opens one in even steps.
 */
interface PlatformModule extends AppModule, CheckSource {

    /** The first part of its check ids, such as {@code esm}. */
    String kind();

    /** Its name in the configuration, the second part of its check ids. */
    String name();

    /** How often a cycle starts. */
    Duration every();

    /** What a cycle may take by its own limits, before that is a fault of the watch. */
    Duration longestCycle();

    /** The host that is asked. */
    String host();

    @Override
    default String id() {
        return kind() + "/" + name();
    }

    @Override
    default String bean() {
        return kind() + "-" + name();
    }
}
