package dev.freshwatch.migration;

import dev.freshwatch.config.Texts;
import dev.freshwatch.config.Window;
import dev.freshwatch.migration.ImportDraft.Place;
import dev.freshwatch.migration.IniFile.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Limits in minutes and windows of the ESM, as a {@code healthmon.ini} has them. */
final class HealthmonLimits {

    private final String file;
    private final ImportDraft draft;

    HealthmonLimits(String file, ImportDraft draft) {
        this.file = file;
        this.draft = draft;
    }

    /** The shortest window in which a breach of this limit is seen with its age: twice as long as the limit. */
    static Window toSee(Duration limit) {
        return Window.atLeast(limit.multipliedBy(2)).orElse(Window.WIDER_LOOK);
    }

    /** A limit that the widest window can hold. */
    Duration atMost(Duration limit) {
        Duration longest = Window.WIDER_LOOK.length();
        return limit.compareTo(longest) > 0 ? longest : limit;
    }

    /** A threshold in minutes; empty where it is none, which is told. */
    Optional<Duration> minutes(Option option, String name) {
        Place at = new Place(file, option == null ? 0 : option.line());
        if (option == null) {
            draft.fault(at, name + ": it is missing, and healthmon.py stopped; the default is used");
            return Optional.empty();
        }
        return minutes(option.value(), at, name);
    }

    /** The same, of a text. */
    Optional<Duration> minutes(String text, Place at, String name) {
        OptionalLong exact = PythonText.integer(text);
        OptionalLong number = exact.isPresent() ? exact : PythonText.integer(PythonText.withoutComment(text));
        if (number.isEmpty()) {
            draft.fault(at, name + ": the limit is not a whole number of minutes, and healthmon.py stopped here");
            draft.dropped(at, name + ": the default limit is used");
            return Optional.empty();
        }
        if (exact.isEmpty()) {
            draft.fault(
                    at,
                    name + ": what looks like a comment was a part of the limit for Python, and healthmon.py stopped"
                            + " here");
        }
        if (number.getAsLong() <= 0 || number.getAsLong() > 1_000_000) {
            draft.fault(at, name + ": no newest record can be judged by this limit");
            draft.dropped(at, name + ": the default limit is used");
            return Optional.empty();
        }
        return Optional.of(Duration.ofMinutes(number.getAsLong()));
    }

    /**
     * Writes a limit, and tells of one that could not work.
     *
     * @param window the old one; empty where it is not known
     */
    void carry(Option option, String name, String key, Duration limit, Optional<Window> window) {
        Place at = new Place(file, option.line());
        if (window.isPresent() && limit.compareTo(window.get().length()) >= 0) {
            draft.fault(
                    at,
                    String.format(
                            Locale.ROOT,
                            "%s: a limit of %s is not shorter than the window %s, so healthmon.py could never report it",
                            name,
                            Texts.written(limit),
                            window.get()));
        }
        Duration written = atMost(limit);
        if (!written.equals(limit)) {
            draft.dropped(at, name + ": the widest window of an ESM is 3 days; that is the limit now");
        }
        draft.set(key, Texts.written(written));
        draft.carried(at, String.format(Locale.ROOT, "%s -> %s = %s", name, key, Texts.written(written)));
    }

    /** A window that reaches back from now; empty where it is none, or not written. */
    Optional<Window> window(Option option) {
        return option == null ? Optional.empty() : window(option.value());
    }

    private static Optional<Window> window(String text) {
        String name = PythonText.withoutComment(text).toUpperCase(Locale.ROOT);
        return Arrays.stream(Window.values())
                .filter(window -> window.name().equals(name))
                .findFirst();
    }

    /** Why a window is not one of those. */
    void tellOfWindow(Option option, String name, String used) {
        Place at = new Place(file, option.line());
        String text = PythonText.withoutComment(option.value()).toUpperCase(Locale.ROOT);
        if (text.matches("CURRENT_(DAY|WEEK|MONTH|QUARTER|YEAR)")) {
            draft.fault(at, name + ": it begins anew at midnight, when it is nearly empty");
        } else if (text.matches("PREVIOUS_(DAY|WEEK|MONTH|QUARTER|YEAR)|CUSTOM")) {
            draft.fault(at, name + ": it ends before now, so the newest record was never in it");
        } else {
            draft.fault(at, name + ": it is not a time range of the ESM");
        }
        draft.dropped(at, name + ": " + used);
    }
}
