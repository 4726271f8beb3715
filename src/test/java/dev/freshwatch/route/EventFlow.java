package dev.freshwatch.route;

import dev.freshwatch.sim.Feed;
import dev.freshwatch.sim.SimDevice;
import java.time.Duration;

/**
 * Events of a Receiver that stop and return. Its newest event is at once far beyond a limit of 20 minutes, or far within
 * it, so that the pace of the machine does not count.
 */
final class EventFlow {

    private EventFlow() {}

    static void stop(SimDevice receiver) {
        Feed events = receiver.events();
        synchronized (events) {
            events.clear().aged(Duration.ofMinutes(40));
        }
    }

    static void resume(SimDevice receiver) {
        receiver.events().live(Duration.ofSeconds(1), Duration.ZERO);
    }
}
