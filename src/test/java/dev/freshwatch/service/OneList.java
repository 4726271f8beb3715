package dev.freshwatch.service;

import dev.freshwatch.config.Proxies;
import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.http.HttpCaller.Call;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.BoundedCall;
import dev.freshwatch.service.ListService.ListSource;
import dev.freshwatch.service.SourceRows.SourceRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A {@code service-list}, or a service that is asked in its place, without routes and store, at 12:00, and a platform that answers from a script. */
final class OneList implements SourceMemory {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static final Map<String, String> DEFAULTS = Map.of(
            "name", "logs",
            "what", "events",
            "every", "5m",
            "url", "https://logs.example/list",
            "method", "GET",
            "each", "$.rows[*]",
            "id", "$.id",
            "time", "$.t",
            "time-format", "iso");

    private static final Map<String, String> MORE_DEFAULTS = Map.of(
            "max-bytes", "4MB",
            "max", "1000",
            "forget-after", "30d",
            "timeout", "30s",
            "token-method", "POST",
            "token-header", "Authorization: Bearer {token}");

    /** Answers of the platform. */
    interface Platform {
        Reply answer(Call call) throws NoAnswer;
    }

    private final String template;
    private final Map<String, String> parameters = new HashMap<>(DEFAULTS);
    private final Map<CheckId, KnownSource> known = new TreeMap<>();
    final Map<String, String> forgotten = new LinkedHashMap<>();
    private final Set<CheckId> tooLong = new HashSet<>();
    int kept;
    final List<Call> calls = new ArrayList<>();
    private final Map<String, Secret> secrets = new HashMap<>();
    private Instant now = NOON;
    private final BoundedCall bounded = new BoundedCall(() -> now);
    private Service service;
    private boolean away;
    private List<SourceRow> script = List.of();

    OneList() {
        this("service-list");
    }

    /** Another service with sources. */
    OneList(String template) {
        this.template = template;
        parameters.putAll(MORE_DEFAULTS);
        set("error-after", "1h");
    }

    OneList set(String name, String value) {
        parameters.put(name, value);
        service = null;
        return this;
    }

    OneList set(Map<String, String> more) {
        more.forEach(this::set);
        return this;
    }

    OneList secret(String name, String value) {
        secrets.put(name, new Secret(value));
        return this;
    }

    OneList at(Instant time) {
        now = time;
        return this;
    }

    /** The memory cannot be read. */
    OneList away(boolean is) {
        away = is;
        return this;
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Map<String, String> given = new HashMap<>(parameters);
        given.values().removeIf(String::isEmpty);
        service = reader().read(template, given, faults).orElse(null);
        return faults;
    }

    private ServiceReader reader() {
        return new ServiceReader(
                Path.of("."), secrets, new ReportFolders(Path.of("reports"), Path.of("state")), Proxies.NONE);
    }

    /** Returns what is found, as {@code state reason: text} by the last part of the check; the list itself is {@code events}. */
    Map<String, String> ask(Platform platform) throws Exception {
        Map<String, String> outcomes = new LinkedHashMap<>();
        findings(platform)
                .forEach(finding -> outcomes.put(
                        finding.check().value().replaceFirst(".*/", ""),
                        finding.state().word() + " " + finding.reason().word() + ": " + finding.text()));
        return outcomes;
    }

    /** The same for a source of rows that is not asked over HTTP. */
    Map<String, String> read(SourceRow... rows) throws Exception {
        if (service == null) {
            faults();
            ListService read = (ListService) service;
            service = new ListService(
                    read.question(),
                    read.every(),
                    scripted,
                    read.columns(),
                    read.limits(),
                    read.max(),
                    read.forgetAfter());
        }
        script = List.of(rows);
        return ask(call -> {
            throw new AssertionError("nobody is to be asked over HTTP");
        });
    }

    private final ListSource scripted = new ListSource() {
        @Override
        public Optional<String> host() {
            return Optional.empty();
        }

        @Override
        public Optional<HttpProfile> profile() {
            return Optional.empty();
        }

        @Override
        public Unanswered read(ServiceTools tools, SourceRows into) {
            script.forEach(into::add);
            return null;
        }
    };

    List<Finding> findings(Platform platform) throws Exception {
        return new FreshnessCheck().judge(answers(platform));
    }

    List<Answer> answers(Platform platform) throws Exception {
        if (service == null && !faults().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults()));
        }
        ServiceTools tools = new ServiceTools(
                profile -> call -> {
                    calls.add(call);
                    return platform.answer(call);
                },
                () -> now,
                bounded,
                this);
        return service.ask(tools);
    }

    Map<String, String> ask(String body) throws Exception {
        return ask(call -> json(body));
    }

    static Reply json(String body) {
        return reply(200, body, Map.of("content-type", List.of("application/json")));
    }

    static Reply reply(int status, String body, Map<String, List<String>> headers) {
        return new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(20));
    }

    /** Rows of the default form: {@code id=minutes old}. */
    static String rows(String... sources) {
        List<String> rows = new ArrayList<>();
        for (String source : sources) {
            String[] parts = source.split("=");
            rows.add("{\"id\": \"" + parts[0] + "\", \"t\": \"" + ago(Integer.parseInt(parts[1])) + "\"}");
        }
        return "{\"rows\": [" + String.join(", ", rows) + "]}";
    }

    static Instant ago(int minutes) {
        return NOON.minus(Duration.ofMinutes(minutes));
    }

    @Override
    public Optional<List<KnownSource>> known(CheckId list) {
        return away ? Optional.empty() : Optional.of(List.copyOf(known.values()));
    }

    @Override
    public void keep(CheckId list, Collection<KnownSource> changed) {
        kept++;
        changed.forEach(one -> known.put(one.check(), one));
    }

    @Override
    public boolean isOver(CheckId source, boolean now) {
        if (!now) {
            tooLong.remove(source);
        }
        return now && !tooLong.add(source);
    }

    @Override
    public void forget(CheckId list, Collection<CheckId> sources, String why) {
        sources.forEach(one -> {
            known.computeIfPresent(one, (check, source) -> source.gone(Instant.EPOCH));
            forgotten.put(one.value(), why);
        });
    }
}
