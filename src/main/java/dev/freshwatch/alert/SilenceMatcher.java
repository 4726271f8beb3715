package dev.freshwatch.alert;

import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells which checks are silenced at one instant. Immutable and thread-safe. */
public final class SilenceMatcher {

    private final List<Active> active = new ArrayList<>();

    private record Active(CheckFilter checks, Silenced silenced, boolean heal) {}

    /**
     * States that a check is silenced.
     *
     * @param until  the end of the silence in force that ends last
     * @param by     who made that silence, or {@code silence.<name>} of the configuration
     * @param reason null = none given
     */
    public record Silenced(Instant until, String by, String reason) {

        /** Returns a text such as {@code silenced by anna: work on the workers}. */
        public String words() {
            return "silenced by " + by + (reason == null ? "" : ": " + reason);
        }
    }

    /**
     * @param silences     those made by command
     * @param maintenances those of the configuration
     */
    public SilenceMatcher(Instant now, List<Silence> silences, List<Maintenance> maintenances) {
        for (Silence silence : silences) {
            if (!now.isBefore(silence.begins()) && now.isBefore(silence.ends())) {
                add(
                        List.of(silence.glob()),
                        new Silenced(silence.ends(), silence.madeBy(), silence.reason()),
                        silence.heal());
            }
        }
        for (Maintenance maintenance : maintenances) {
            maintenance.windows().stream()
                    .flatMap(window -> window.openUntil(now, maintenance.zone()).stream())
                    .max(Comparator.naturalOrder())
                    .ifPresent(until -> add(
                            maintenance.globs(),
                            new Silenced(until, "silence." + maintenance.name(), maintenance.reason()),
                            maintenance.heal()));
        }
    }

    private void add(List<String> globs, Silenced silenced, boolean heal) {
        active.add(new Active(CheckFilter.of(globs), silenced, heal));
    }

    /**
     * Returns until when notices about this check are silenced; empty if they are not.
     *
     * @param name its display name; null = not known
     */
    public Optional<Silenced> of(CheckId check, String name) {
        return longest(check, name, silence -> true);
    }

    /**
     * Returns until when this check must not be healed; empty if it may be.
     *
     * @param name its display name; null = not known
     */
    public Optional<Silenced> ofHealing(CheckId check, String name) {
        return longest(check, name, silence -> !silence.heal());
    }

    private Optional<Silenced> longest(CheckId check, String name, Predicate<Active> which) {
        return active.stream()
                .filter(which)
                .filter(silence -> silence.checks().matches(check, name))
                .map(Active::silenced)
                .max(Comparator.comparing(Silenced::until));
    }
}
