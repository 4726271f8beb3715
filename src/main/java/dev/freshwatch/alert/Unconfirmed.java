package dev.freshwatch.alert;

import java.time.Duration;

/** Is notified of platforms with an unconfirmed problem, once that is committed. */
@FunctionalInterface
public interface Unconfirmed {

    /**
     * Asks for an early observation.
     *
     * @param platform such as {@code esm/soc}; for a service its check id
     * @param after    delay until the next observation: {@code alert.confirm-every}
     */
    void lookAgain(String platform, Duration after);
}
