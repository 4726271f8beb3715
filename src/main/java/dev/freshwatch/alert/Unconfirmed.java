package dev.freshwatch.alert;

import java.time.Duration;

/** Hears of platforms where something looks bad that is not confirmed yet, once that is kept. */
@FunctionalInterface
public interface Unconfirmed {

    /**
     * @param platform such as {@code esm/soc}; for a user's own service its check id
     * @param after    when the next look is wanted: {@code alert.confirm-every}
     */
    void lookAgain(String platform, Duration after);
}
