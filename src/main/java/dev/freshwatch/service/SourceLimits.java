package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.Glob;
import dev.freshwatch.freshness.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How old the newest record of each source may be: the first rule counts whose glob matches its id or label.
 *
 * @param rules     in the order in which they are written
 * @param otherwise for a source that no rule matches; without any limit only if one always matches
 */
record SourceLimits(List<Rule> rules, Limits otherwise) {

    private static final String EXAMPLE = "write it like fw-*=5m/10m, *=30m/2h";

    SourceLimits {
        rules = List.copyOf(rules);
    }

    /** One part of {@code fw-*=5m/10m, *=30m/2h}. */
    record Rule(Glob glob, Limits limits) {}

    /** Reads {@code glob=warn/error}, with commas or line breaks between them; {@code glob=error} has no warning. */
    static List<Rule> rules(String text) throws BadValue {
        List<Rule> rules = new ArrayList<>();
        for (String part : text.split("[,\\n]")) {
            if (!part.isBlank()) {
                rules.add(rule(part.strip()));
            }
        }
        return rules;
    }

    private static Rule rule(String text) throws BadValue {
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw new BadValue("has a part without '='", EXAMPLE);
        }
        String limits = text.substring(equals + 1).strip();
        int slash = limits.indexOf('/');
        Duration warn = slash < 0 ? null : duration(limits.substring(0, slash));
        Duration error = duration(limits.substring(slash + 1));
        if (warn == null && error == null) {
            throw new BadValue("has a part without a limit", EXAMPLE);
        }
        if (warn != null && error != null && warn.compareTo(error) >= 0) {
            throw new BadValue("has a warning that does not come before its error", EXAMPLE);
        }
        return new Rule(new Glob(text.substring(0, equals).strip()), new Limits(warn, error));
    }

    private static Duration duration(String text) throws BadValue {
        return text.isBlank() ? null : Texts.duration(text.strip());
    }

    /** Whether every source has a limit. */
    boolean coverAll() {
        return !otherwise.equals(Limits.NONE)
                || rules.stream().anyMatch(rule -> rule.glob().text().matches("\\*+"));
    }

    Limits of(String id, String label) {
        return rules.stream()
                .filter(rule -> rule.glob().matches(id) || rule.glob().matches(label))
                .findFirst()
                .map(Rule::limits)
                .orElse(otherwise);
    }
}
