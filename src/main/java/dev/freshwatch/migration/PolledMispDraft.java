package dev.freshwatch.migration;

import dev.freshwatch.config.Texts;
import dev.freshwatch.migration.ImportDraft.Place;
import dev.freshwatch.migration.ScriptText.Asks;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the keys of one MISP from the services that have asked it. */
final class PolledMispDraft {

    /** What Freshwatch takes where nothing is written. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private static final Duration DOWN = Duration.ofSeconds(10);

    /** Below it, slow could not be told from down. */
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final String file;
    private final ImportDraft draft;
    private final String prefix;
    private final List<PolledMisp> services;

    /** @param services at least one, in the order of the file */
    PolledMispDraft(String file, ImportDraft draft, String name, List<PolledMisp> services) {
        this.file = file;
        this.draft = draft;
        this.prefix = "misp." + name + ".";
        this.services = services;
    }

    private Place at(PolledMisp misp) {
        return new Place(file, misp.service().line());
    }

    private static String called(PolledMisp misp) {
        return "service " + misp.service().name();
    }

    private void set(PolledMisp from, String key, String value) {
        draft.set(prefix + key, value);
        draft.carried(at(from), String.format(Locale.ROOT, "%s -> %s%s = %s", called(from), prefix, key, value));
    }

    /** @param ping whether MISPs are pinged; empty = as by default */
    void write(Optional<Boolean> ping) {
        MispAddress address = address();
        draft.heading("The MISP at " + address.identity() + ", imported from a poller-configuration.xml of OpenNMS.");
        url(address);
        pace();
        keys();
        ping.ifPresent(on -> draft.set(prefix + "ping.enabled", String.valueOf(on)));
        page();
        rest();
        heal();
    }

    /** https before http, and a base before none. */
    private MispAddress address() {
        return services.stream()
                .map(PolledMisp::address)
                .max(Comparator.comparing(MispAddress::tls)
                        .thenComparing(found -> found.base().length()))
                .orElseThrow();
    }

    private void url(MispAddress address) {
        for (PolledMisp misp : services) {
            if (!misp.address().tls()) {
                draft.fault(
                        at(misp),
                        called(misp) + ": it asks over http, so keys and answers are readable for all in between"
                                + (address.tls() ? "; https is used" : "; let MISP be reached by https"));
            }
        }
        set(services.get(0), "url", address.url());
    }

    private void pace() {
        PolledMisp quickest = services.stream()
                .min(Comparator.comparing(PolledMisp::interval))
                .orElseThrow();
        set(quickest, "every", Texts.written(quickest.interval()));
        services.stream()
                .filter(misp -> !misp.interval().equals(quickest.interval()))
                .forEach(misp -> draft.dropped(
                        at(misp),
                        String.format(
                                Locale.ROOT,
                                "%s: its interval of %s; one cycle asks a MISP for everything",
                                called(misp),
                                Texts.written(misp.interval()))));
        PolledMisp patient = services.stream()
                .max(Comparator.comparingInt(PolledMisp::retries))
                .orElseThrow();
        if (patient.retries() > 0) {
            draft.set(prefix + "alert.confirm", String.valueOf(1 + patient.retries()));
            services.stream()
                    .filter(misp -> misp.retries() > 0)
                    .forEach(misp -> draft.carried(
                            at(misp),
                            String.format(
                                    Locale.ROOT,
                                    "%s: retry %d -> %salert.confirm = %d: so many bad looks in a row",
                                    called(misp),
                                    misp.retries(),
                                    prefix,
                                    1 + patient.retries())));
        }
    }

    private void keys() {
        List<PolledMisp> rest = with(Asks.REST);
        List<PolledMisp> workers = services.stream()
                .filter(misp -> misp.asks(Asks.WORKERS) || misp.asks(Asks.RESTART))
                .toList();
        if (!rest.isEmpty()) {
            key(rest.get(0), "key", "a new API key of any role of this MISP");
        }
        if (!workers.isEmpty()) {
            key(workers.get(0), "admin-key", "a new API key of a site admin of this MISP, not a read-only one");
        }
        boolean shared = rest.stream().flatMap(misp -> misp.key().stream()).anyMatch(key -> workers.stream()
                .anyMatch(misp -> misp.key().filter(key::equals).isPresent()));
        if (shared) {
            draft.fault(
                    at(workers.get(0)),
                    called(workers.get(0)) + ": the key of a site admin is used for everything; events need a weak one"
                            + " only");
        }
    }

    private void key(PolledMisp from, String name, String what) {
        draft.secret(prefix + name, what);
        draft.carried(
                at(from),
                String.format(
                        Locale.ROOT,
                        "%s: its key -> %s%s, read from a file of its own; see below",
                        called(from),
                        prefix,
                        name));
    }

    private List<PolledMisp> with(Asks what) {
        return services.stream().filter(misp -> misp.asks(what)).toList();
    }

    private void page() {
        Map<String, PolledMisp> first = new LinkedHashMap<>();
        for (PolledMisp misp : with(Asks.PAGE)) {
            misp.page().forEach((key, value) -> {
                if (first.putIfAbsent(key, misp) == null) {
                    set(misp, key, value);
                } else if (!first.get(key).page().get(key).equals(value)) {
                    draft.dropped(at(misp), called(misp) + ": another " + key + "; one page is checked");
                }
            });
            draft.dropped(
                    at(misp),
                    String.format(
                            Locale.ROOT,
                            "%s: its timeout of %s for the page; %srequest-timeout (30s) is for all requests",
                            called(misp),
                            Texts.written(misp.timeout()),
                            prefix));
        }
    }

    /** The shortest and the longest time limit of the same question are what is slow, and what is down. */
    private void rest() {
        List<PolledMisp> rest = with(Asks.REST).stream()
                .sorted(Comparator.comparing(PolledMisp::timeout))
                .toList();
        if (!rest.isEmpty()) {
            limits(rest.get(0), rest.get(rest.size() - 1));
            rest.stream().skip(1).limit(Math.max(0, rest.size() - 2L)).forEach(this::dropTimeout);
        }
        with(Asks.WORKERS).stream().filter(misp -> !rest.contains(misp)).forEach(this::dropTimeout);
    }

    private void limits(PolledMisp shortest, PolledMisp longest) {
        boolean alone = shortest.timeout().equals(longest.timeout());
        boolean onlySlow =
                alone && longest.service().name().toLowerCase(Locale.ROOT).contains("slow");
        Duration down =
                onlySlow ? longer(DOWN, longest.timeout().multipliedBy(2)) : longer(SHORTEST, longest.timeout());
        Duration slow = onlySlow || !alone ? shortest.timeout() : shorter(SLOW, down.dividedBy(2));
        if (shortest != longest) {
            draft.fault(
                    at(shortest),
                    called(shortest) + ": the same is asked again to see what is slow; one request is measured here");
        }
        limit(shortest, "rest.slow-after", slow, onlySlow || !alone);
        limit(longest, "rest.down-after", down, !onlySlow);
        if (down.compareTo(REQUEST_TIMEOUT) > 0) {
            limit(longest, "request-timeout", down, true);
        }
    }

    private void limit(PolledMisp from, String key, Duration limit, boolean timeout) {
        Duration seconds = Duration.ofSeconds(limit.toSeconds());
        draft.set(prefix + key, Texts.written(seconds));
        draft.carried(
                at(from),
                String.format(
                        Locale.ROOT,
                        "%s: %s -> %s%s = %s",
                        called(from),
                        timeout ? "timeout" : "(what goes with its timeout)",
                        prefix,
                        key,
                        Texts.written(seconds)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void dropTimeout(PolledMisp misp) {
        draft.dropped(
                at(misp),
                String.format(
                        Locale.ROOT,
                        "%s: its timeout of %s; %srequest-timeout is for all requests",
                        called(misp),
                        Texts.written(misp.timeout()),
                        prefix));
    }

    private void heal() {
        with(Asks.WORKERS).forEach(misp -> draft.carried(at(misp), called(misp) + " -> the check workers"));
        List<PolledMisp> restarts = with(Asks.RESTART);
        if (!restarts.isEmpty()) {
            set(restarts.get(0), "heal.enabled", "true");
        }
    }
}
