package dev.freshwatch.migration;

import dev.freshwatch.migration.ImportDraft.Place;
import dev.freshwatch.migration.ScriptText.Asks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a monitor of OpenNMS asks of a MISP, by its class and its parameters. */
final class MonitorReading {

    private static final String NO_HOST =
            ": the host is not in this file but in OpenNMS's database; write it in place of ${…}, or as host-name, and"
                    + " import again";

    private final Path file;
    private final ImportDraft draft;
    private final PageReading pages;

    MonitorReading(Path file, ImportDraft draft) {
        this.file = file;
        this.draft = draft;
        this.pages = new PageReading(file.toString(), draft);
    }

    /** What a service asks, and where. */
    record Seen(Set<Asks> asks, MispAddress address, Optional<String> key, Map<String, String> page) {}

    /** What it asks of a MISP; empty where it asks nothing of one, or that cannot be carried over, which is told. */
    Optional<Seen> read(PollerService service, String called) {
        return switch (service.monitor()) {
            case "HttpMonitor", "HttpsMonitor" -> pages.http(service, called);
            case "PageSequenceMonitor" -> pages.sequence(service, called);
            case "SystemExecuteMonitor", "GpMonitor", "BSFMonitor" -> script(service, called);
            default -> {
                draft.dropped(at(service), called + ": " + service.monitor() + " asks nothing of a MISP");
                yield Optional.empty();
            }
        };
    }

    private Place at(PollerService service) {
        return new Place(file.toString(), service.line());
    }

    private Optional<Seen> script(PollerService service, String called) {
        String script = service.parameter("script")
                .or(() -> service.parameter("file-name"))
                .orElse("");
        String arguments = service.parameter("args").orElse("");
        List<String> words = ScriptFile.words(arguments);
        Optional<String> text = ScriptFile.read(file, script);
        // What OpenNMS calls may be curl itself; then the question is in the arguments.
        ScriptText read = new ScriptText(text.orElse(script + " " + arguments), words);
        if (read.asks().isEmpty()) {
            return text.isEmpty() ? byName(service, called, script, words) : nothing(service, called, script);
        }
        if (read.asks().equals(EnumSet.of(Asks.PING))) {
            draft.dropped(at(service), called + ": it pings; Freshwatch pings each MISP itself");
            return Optional.empty();
        }
        Optional<MispAddress> address = read.address();
        if (address.isEmpty()) {
            draft.dropped(at(service), called + NO_HOST);
            return Optional.empty();
        }
        read.faults().forEach(fault -> draft.fault(at(service), called + ": " + fault));
        tellOfKey(service, called, read.isKeyAnArgument(), read.isKeyInScript());
        return Optional.of(new Seen(read.asks(), address.get(), read.key(), Map.of()));
    }

    private Optional<Seen> nothing(PollerService service, String called, String script) {
        draft.dropped(
                at(service),
                String.format(
                        Locale.ROOT,
                        "%s: %s asks nothing of a MISP; docs/services.md shows checks of your own",
                        called,
                        name(script)));
        return Optional.empty();
    }

    private static String name(String script) {
        return script.isEmpty() ? "its script" : script.substring(script.lastIndexOf('/') + 1);
    }

    /** A script that is not here: those of the well-known article are known by their names. */
    private Optional<Seen> byName(PollerService service, String called, String script, List<String> words) {
        String name = name(script).toLowerCase(Locale.ROOT);
        boolean rest = name.matches("misp[-_]?rest.*");
        boolean workers = name.matches("misp[-_]?workers?.*");
        if (!rest && !workers) {
            draft.dropped(
                    at(service),
                    String.format(
                            Locale.ROOT,
                            "%s: %s cannot be read, neither where it is written nor beside this file, so what it asks"
                                    + " is not known; copy it here and import again",
                            called,
                            name(script)));
            return Optional.empty();
        }
        Optional<String> host = words.stream().filter(MonitorReading::isHost).findFirst();
        Optional<MispAddress> address = host.flatMap(MonitorReading::ofWord);
        if (address.isEmpty()) {
            draft.dropped(at(service), called + NO_HOST);
            return Optional.empty();
        }
        draft.carried(
                at(service),
                String.format(
                        Locale.ROOT,
                        "%s: %s cannot be read; by its name it asks %s",
                        called,
                        name(script),
                        rest ? "for events" : "for workers"));
        if (workers) {
            draft.dropped(
                    at(service),
                    called + ": whether it restarts workers is not known; misp.<name>.heal.enabled = true is for that");
        }
        Optional<String> key = words.stream()
                .filter(word -> !word.startsWith("-") && !word.equals(host.get()) && !PollerService.isOpen(word))
                .findFirst();
        tellOfKey(service, called, key.isPresent(), false);
        return Optional.of(new Seen(EnumSet.of(rest ? Asks.REST : Asks.WORKERS), address.get(), key, Map.of()));
    }

    /** A key has no dot, and must not be taken for a host, which is shown. */
    private static boolean isHost(String word) {
        return !word.startsWith("-") && !PollerService.isOpen(word) && word.matches("localhost|.*[.\\]].*|https?://.*");
    }

    private static Optional<MispAddress> ofWord(String word) {
        String authority = word.replaceFirst("(?i)^https?://", "").replaceFirst("/.*$", "");
        return MispAddress.of(word.toLowerCase(Locale.ROOT).startsWith("http:") ? "http" : "https", authority, "");
    }

    private void tellOfKey(PollerService service, String called, boolean argument, boolean inScript) {
        if (argument) {
            draft.fault(
                    at(service),
                    called + ": the API key is on a command line, where every user of the machine can read it, and in"
                            + " this file; make a new one in MISP and take the old one away");
        } else if (inScript) {
            draft.fault(
                    at(service),
                    called + ": the API key is in the script; make a new one in MISP and take the old one away");
        }
    }
}
