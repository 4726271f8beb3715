package dev.freshwatch.app;

import java.time.Duration;

/**
 * An ESM or MISP that is asked in cycles. The template {@code <kind>-timer}, which begins with {@code
 * timer:<kind>/<name>}, opens them at a fixed rate.
 */
interface PlatformModule extends AppModule, CheckSource {

    /** The first part of its check ids, such as {@code esm}. */
    String kind();

    /** Its name in the configuration, the second part of its check ids. */
    String name();

    /** How often a cycle starts. */
    Duration every();

    /** The longest time that a cycle can take within its own limits; exceeding it is a fault of the watch. */
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

    /** Another node may have asked it until now. */
    default void gained() {}
}
