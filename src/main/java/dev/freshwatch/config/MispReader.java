package dev.freshwatch.config;

import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.config.MispSettings.Page;
import dev.freshwatch.config.MispSettings.Workers;
import dev.freshwatch.freshness.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the keys {@code misp.<name>.…}. */
final class MispReader {

    private static final String PREFIX = "misp.";

    /** The name becomes part of check ids. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    private static final Duration QUICK = Duration.ofMinutes(1);

    private final Values values;
    private final Report report;
    private final TlsReader tls;

    MispReader(Values values, Report report, TlsReader tls) {
        this.values = values;
        this.report = report;
        this.tls = tls;
    }

    /** All MISPs, sorted by name. */
    List<MispSettings> read() {
        List<MispSettings> misps = new ArrayList<>();
        values.names(PREFIX).forEach((name, first) -> {
            if (NAME.matcher(name).matches()) {
                misps.add(read(name));
            } else {
                report.fault(
                        first.where(),
                        first.key(),
                        "has a name that cannot be used",
                        "name the MISP with letters, digits, dashes and underscores, at most 63 of them");
            }
        });
        return misps;
    }

    private MispSettings read(String name) {
        URI url = values.require(Keys.MISP_URL, name);
        if (url != null && Exposures.isOpen(url)) {
            warn(Keys.MISP_URL.of(name), "http:// sends API keys in clear text; use https://");
        }
        Secret key = values.get(Keys.MISP_KEY, name);
        Secret adminKey = values.get(Keys.MISP_ADMIN_KEY, name);
        Duration timeout = values.get(Keys.MISP_REQUEST_TIMEOUT, name);
        Heal heal = new Heal(
                values.get(Keys.MISP_HEAL, name),
                values.get(Keys.MISP_DRY_RUN, name),
                values.get(Keys.MISP_MAX_PER_HOUR, name));
        Duration events = values.get(Keys.MISP_EVENTS_ERROR, name);
        MispSettings misp = new MispSettings(
                name,
                url,
                key,
                adminKey,
                values.get(Keys.MISP_EVERY, name),
                tls.read(Keys.MISP_TLS, name),
                timeout,
                values.get(Keys.MISP_PING, name),
                new Page(
                        values.get(Keys.MISP_PAGE_PATH, name),
                        values.get(Keys.MISP_PAGE_TEXT, name),
                        values.get(Keys.MISP_PAGE_STATUS, name),
                        limits(Keys.MISP_PAGE_SLOW, Keys.MISP_PAGE_DOWN, name, timeout)),
                limits(Keys.MISP_SLOW, Keys.MISP_DOWN, name, timeout),
                workers(name),
                heal,
                events,
                values.get(Keys.MISP_WARN_BEFORE, name));
        warnOfLoad(misp);
        warnOfKeys(misp);
        return misp;
    }

    private Limits limits(Key<Duration> slowAfter, Key<Duration> downAfter, String name, Duration timeout) {
        Duration slow = values.get(slowAfter, name);
        Duration down = values.get(downAfter, name);
        String slowKey = slowAfter.of(name);
        String downKey = downAfter.of(name);
        if (slow != null && slow.compareTo(down) >= 0 && !values.isBad(slowKey) && !values.isBad(downKey)) {
            boolean atSlow = values.isWritten(slowKey);
            report.fault(
                    values.whereOf(atSlow ? slowKey : downKey),
                    atSlow ? slowKey : downKey,
                    String.format(
                            Locale.ROOT,
                            "%s is not %s than %s (%s%s)",
                            Durations.text(atSlow ? slow : down),
                            atSlow ? "shorter" : "longer",
                            atSlow ? downKey : slowKey,
                            Durations.text(atSlow ? down : slow),
                            values.isWritten(atSlow ? downKey : slowKey) ? "" : ", the default"),
                    "the warning must come before the error");
        } else if (timeout.compareTo(down) < 0) {
            warn(
                    Keys.MISP_REQUEST_TIMEOUT.of(name),
                    String.format(
                            Locale.ROOT,
                            "%s is shorter than %s (%s): any slower answer is already down",
                            Durations.text(timeout),
                            downKey,
                            Durations.text(down)));
        }
        return new Limits(slow, down);
    }

    private Workers workers(String name) {
        Set<String> ignored = values.get(Keys.MISP_IGNORE, name);
        boolean written = values.isWritten(Keys.MISP_IGNORE.of(name));
        Map<String, Integer> expected = new TreeMap<>();
        for (Entry entry : values.entries()) {
            String[] parts = entry.key().split("\\.", -1);
            if (!Keys.MISP_EXPECTED.matches(entry.key()) || !parts[1].equals(name)) {
                continue;
            }
            String queue = parts[4];
            Integer count = values.get(Keys.MISP_EXPECTED, name, queue);
            if (count != null) {
                expected.put(queue, count);
            }
            if (written && ignored.contains(queue)) {
                warn(entry.key(), "has no effect: the queue is ignored by " + Keys.MISP_IGNORE.of(name));
            }
        }
        return new Workers(Map.copyOf(expected), ignored, written, values.get(Keys.MISP_TRUST_LIST, name));
    }

    private void warnOfLoad(MispSettings misp) {
        if (misp.every().compareTo(QUICK) >= 0) {
            return;
        }
        int requests = 1 + (misp.key() == null ? 0 : 1) + (misp.adminKey() == null ? 0 : 1);
        long seconds = misp.every().toSeconds();
        warn(
                Keys.MISP_EVERY.of(misp.name()),
                String.format(
                        Locale.ROOT,
                        "a cycle every %s sends this MISP up to %d requests a minute",
                        Durations.text(misp.every()),
                        (requests * 60L + seconds - 1) / seconds));
    }

    private void warnOfKeys(MispSettings misp) {
        String name = misp.name();
        String key = Keys.MISP_KEY.of(name);
        String adminKey = Keys.MISP_ADMIN_KEY.of(name);
        if (misp.key() == null && !values.isWritten(key)) {
            warn(
                    key,
                    "is not set: rest" + (misp.eventsErrorAfter() == null ? " is" : " and events are")
                            + " not checked");
        }
        if (misp.key() != null && misp.key().equals(misp.adminKey())) {
            warn(
                    key,
                    String.format(Locale.ROOT, "is the same as %s; a key with fewer rights is enough here", adminKey));
        }
        if (misp.adminKey() == null && !values.isWritten(adminKey)) {
            Heal heal = misp.heal();
            if (heal.enabled() || heal.dryRun()) {
                warn(
                        (heal.enabled() ? Keys.MISP_HEAL : Keys.MISP_DRY_RUN).of(name),
                        "has no effect without " + adminKey);
            }
            if (!misp.workers().expected().isEmpty()) {
                warn(adminKey, "is not set: workers are not checked");
            }
        }
    }

    private void warn(String key, String message) {
        report.warn(values.whereOf(key), key, message);
    }
}
