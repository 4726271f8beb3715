package dev.freshwatch.migration;

import dev.freshwatch.migration.ImportDraft.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The MISP services of a {@code poller-configuration.xml} of OpenNMS. */
final class PollerImport {

    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long MOST_MILLIS = 7L * 24 * 3600 * 1000;

    private final Path file;
    private final PollerFile.Content content;
    private final ImportDraft draft = new ImportDraft();
    private final List<PolledMisp> polled = new ArrayList<>();
    private final List<PollerService> pings = new ArrayList<>();
    private final MonitorReading monitors;

    private PollerImport(Path file, PollerFile.Content content) {
        this.file = file;
        this.content = content;
        this.monitors = new MonitorReading(file, draft);
    }

    /** Reads it; nothing in it that asks a MISP gives no properties. */
    static ImportResult read(Path file, byte[] bytes) throws ImportRefused {
        return new PollerImport(file, PollerFile.read(file, bytes)).read();
    }

    private ImportResult read() {
        content.services().forEach(this::take);
        Map<String, List<PolledMisp>> byHost = new LinkedHashMap<>();
        polled.forEach(misp -> byHost.computeIfAbsent(misp.address().identity(), host -> new ArrayList<>())
                .add(misp));
        Set<String> names = new HashSet<>();
        byHost.values().forEach(services -> {
            String name = name(services.get(0).address().name(), names);
            new PolledMispDraft(file.toString(), draft, name, services).write(ping());
        });
        pings.forEach(ping -> ping(ping, byHost.isEmpty()));
        others(byHost.isEmpty());
        return draft.result();
    }

    private static String name(String wanted, Set<String> names) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    private Place at(PollerService service) {
        return new Place(file.toString(), service.line());
    }

    private static String called(PollerService service) {
        return String.format(
                Locale.ROOT,
                "service %s of package %s",
                service.name(),
                service.inPackage().name());
    }

    private void take(PollerService service) {
        if (service.monitor().equals("IcmpMonitor")) {
            pings.add(service);
            return;
        }
        if (!service.on()) {
            draft.dropped(at(service), called(service) + ": its status is not on, so OpenNMS did not poll it");
            return;
        }
        if (service.monitor().isEmpty()) {
            draft.dropped(at(service), called(service) + ": no <monitor> names it, so OpenNMS did not poll it");
            return;
        }
        monitors.read(service, called(service))
                .ifPresent(seen -> polled.add(new PolledMisp(
                        service,
                        seen.asks(),
                        seen.address(),
                        seen.key(),
                        seen.page(),
                        millis(service.interval(), service, "interval", INTERVAL),
                        millis(service.parameter("timeout").orElse(""), service, "timeout", TIMEOUT),
                        retries(service))));
    }

    /** Milliseconds, as seconds rounded up. */
    private Duration millis(String text, PollerService service, String what, Duration otherwise) {
        if (text.isBlank()) {
            return otherwise;
        }
        OptionalLong number = PythonText.integer(text);
        if (number.isEmpty() || number.getAsLong() <= 0 || number.getAsLong() > MOST_MILLIS) {
            draft.dropped(
                    at(service),
                    String.format(
                            Locale.ROOT,
                            "%s: its %s is not a number of milliseconds up to a week; %ds is taken",
                            called(service),
                            what,
                            otherwise.toSeconds()));
            return otherwise;
        }
        return Duration.ofSeconds((number.getAsLong() + 999) / 1000);
    }

    private int retries(PollerService service) {
        Optional<String> text = service.parameter("retry");
        OptionalLong number = PythonText.integer(text.orElse("0"));
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > 9) {
            draft.dropped(at(service), called(service) + ": its retry is not a number from 0 to 9");
            return 0;
        }
        return (int) number.getAsLong();
    }

    /** Whether MISPs are pinged; empty where the file does not say so. */
    private Optional<Boolean> ping() {
        return pings.isEmpty() ? Optional.empty() : Optional.of(pings.stream().anyMatch(PollerService::on));
    }

    private void ping(PollerService ping, boolean alone) {
        if (alone) {
            draft.dropped(at(ping), called(ping) + ": it pings hosts that are not known here to be a MISP");
        } else {
            draft.carried(
                    at(ping),
                    called(ping) + " -> misp.<name>.ping.enabled = " + ping().orElse(true)
                            + "; its timeout and retries are not");
        }
    }

    private void others(boolean alone) {
        if (alone) {
            return;
        }
        content.others()
                .forEach((what, line) -> draft.dropped(
                        new Place(file.toString(), line),
                        "<" + what + ">: "
                                + switch (what) {
                                    case "downtime" ->
                                        "how often to look while something is down: Freshwatch keeps its pace;"
                                                + " alert.remind-every is for reminders";
                                    case "rrd" -> "response times are in the metrics, docs/observing.md";
                                    case "outage-calendar" ->
                                        "write silence.<name>.checks and .when for maintenance, docs/alerts.md";
                                    default -> "a MISP that cannot be reached makes one notice anyway";
                                }));
        draft.step("OpenNMS sent the notices: enable a sink, docs/sinks.md");
    }
}
