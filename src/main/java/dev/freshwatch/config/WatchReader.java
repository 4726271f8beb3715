package dev.freshwatch.config;

import dev.freshwatch.config.EsmSettings.Watch;
import dev.freshwatch.freshness.Limits;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads limits and their window, which must be wide enough to see a breach; otherwise reports a fault. */
final class WatchReader {

    private final Values values;
    private final Report report;

    WatchReader(Values values, Report report) {
        this.values = values;
        this.report = report;
    }

    /**
     * The keys of a watch.
     *
     * @param order  the key to name if the limits are in the wrong order
     * @param window the key to name if another window is used than requested
     */
    private record Written(String warn, String error, String order, String window) {}

    /** A watch with its own window. */
    Watch read(Key<Duration> warn, Key<Duration> error, Key<Optional<Window>> window, String name) {
        Written keys = new Written(warn.of(name), error.of(name), warn.of(name), window.of(name));
        Limits limits = new Limits(values.get(warn, name), values.get(error, name));
        Optional<Window> asked = values.get(window, name);
        return checked(keys, limits, asked);
    }

    /**
     * The watch of one Receiver; settings that it lacks are those for all Receivers.
     *
     * @param events the watch for all Receivers of this ESM
     */
    Watch receiver(Watch events, String name, String id) {
        Duration warn = values.get(Keys.RECEIVER_WARN, name, id);
        Duration error = values.get(Keys.RECEIVER_ERROR, name, id);
        if (warn == null && error == null) {
            return events;
        }
        Limits limits = new Limits(
                warn == null ? events.limits().warnAfter() : warn,
                error == null ? events.limits().errorAfter() : error);
        String ownWarn = Keys.RECEIVER_WARN.of(name, id);
        String ownError = Keys.RECEIVER_ERROR.of(name, id);
        String own = warn == null ? ownError : ownWarn;
        Written keys = new Written(
                warn == null ? Keys.EVENTS_WARN.of(name) : ownWarn,
                error == null ? Keys.EVENTS_ERROR.of(name) : ownError,
                own,
                own);
        return checked(keys, limits, Optional.of(events.window()));
    }

    private Watch checked(Written keys, Limits limits, Optional<Window> asked) {
        boolean fits = !isTooLong(keys.warn(), limits.warnAfter()) & !isTooLong(keys.error(), limits.errorAfter());
        if (!fits || values.isBad(keys.warn()) || values.isBad(keys.error())) {
            return new Watch(asked.orElse(Window.WIDER_LOOK), limits);
        }
        checkOrder(keys, limits);
        Window needed = Windows.toSee(limits.largest());
        if (asked.isEmpty()) {
            warn(
                    keys.window(),
                    String.format(Locale.ROOT, "starts again at midnight and is nearly empty then; using %s", needed));
            return new Watch(needed, limits);
        }
        if (asked.get().compareTo(needed) >= 0) {
            return new Watch(asked.get(), limits);
        }
        warn(
                keys.window(),
                String.format(
                        Locale.ROOT,
                        "%s is too short to determine ages beyond %s; using %s",
                        asked.get(),
                        Durations.text(limits.largest()),
                        needed));
        return new Watch(needed, limits);
    }

    private boolean isTooLong(String key, Duration limit) {
        if (limit == null || !Windows.isTooLong(limit)) {
            return false;
        }
        report.fault(
                values.whereOf(key),
                key,
                String.format(
                        Locale.ROOT,
                        "%s is longer than the ESM's widest window, %s",
                        Durations.text(limit),
                        Window.WIDER_LOOK),
                "write at most " + Durations.text(Window.WIDER_LOOK.length()));
        return true;
    }

    private void checkOrder(Written keys, Limits limits) {
        Duration warn = limits.warnAfter();
        Duration error = limits.errorAfter();
        if (warn == null || error == null || warn.compareTo(error) < 0) {
            return;
        }
        boolean atWarn = keys.order().equals(keys.warn());
        String other = atWarn ? keys.error() : keys.warn();
        report.fault(
                values.whereOf(keys.order()),
                keys.order(),
                String.format(
                        Locale.ROOT,
                        "%s is not %s than %s (%s%s)",
                        Durations.text(atWarn ? warn : error),
                        atWarn ? "shorter" : "longer",
                        other,
                        Durations.text(atWarn ? error : warn),
                        values.isWritten(other) ? "" : ", the default"),
                "the warning must come before the error");
    }

    private void warn(String key, String message) {
        report.warn(values.whereOf(key), key, message);
    }
}
