package dev.freshwatch.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moment of a reload in which one configuration takes over from another. */
final class HandOver {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private HandOver() {}

    /**
     * Puts {@code next} in force in place of {@code before}.
     *
     * @throws Exception if {@code next} could not take over; {@code before} is then in force again
     */
    static void between(ActiveConfig before, ActiveConfig next, SharedParts shared) throws Exception {
        shared.scheduler().beginHandOver();
        try {
            shared.relay().forget(ChangedSinks.between(before, next));
            try {
                before.leave();
                next.takeOver();
            } catch (Exception | Error e) {
                next.abandon();
                resume(before);
                throw e;
            }
        } finally {
            shared.scheduler().endHandOver();
        }
    }

    private static void resume(ActiveConfig before) {
        try {
            before.stay();
        } catch (Exception | Error e) {
            LOG.error("The configuration in force continues only in part; restart the watch", e);
        }
    }
}
