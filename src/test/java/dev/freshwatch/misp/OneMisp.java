package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.MispSettings.Heal;
import dev.freshwatch.config.MispSettings.Page;
import dev.freshwatch.config.MispSettings.Workers;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.KeyMemory.Told;
import dev.freshwatch.misp.QueueMemory.Row;
import dev.freshwatch.platform.Ping;
import dev.freshwatch.platform.PlatformClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A MISP for tests of this room, without a network: answers by path, and a time that a test moves. */
final class OneMisp implements HttpCaller {

    static final String KEY = "weakweakweakweakweakweakweakweakweakweak";
    static final String ADMIN_KEY = "bossbossbossbossbossbossbossbossbossboss";
    static final Instant START = Instant.parse("2026-11-20T17:00:00Z");

    private final Map<String, Reply> replies = new HashMap<>();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    private Duration ahead = Duration.ZERO;
    final PlatformClock time =
            PlatformClock.of(() -> START.plusNanos(nanos.get()).plus(ahead), nanos::get);
    final Map<String, Integer> remembered = new HashMap<>();
    final Map<String, Told> rememberedKeys = new HashMap<>();
    final Map<String, Row> rememberedJobs = new HashMap<>();
    private Instant lookedAt = Instant.MIN;
    private boolean besideAWatch;
    private boolean countsAreUnreadable;
    private boolean jobsAreUnreadable;
    private String key = KEY;
    private Secret adminKey = new Secret(ADMIN_KEY);
    private Workers workers = new Workers(Map.of(), Set.of("scheduler"), false, false);
    private Page page = new Page("/users/login", "Login", 200);
    private Duration eventsErrorAfter = Duration.ofDays(1);
    private Heal heal = new Heal(false, false, 3);
    private MispClient client;
    private MispCycle last;

    OneMisp() {
        answer(EventIndex.PATH, Samples.reply("events_index_newest_full"));
        answer(WorkersReading.PATH, Samples.reply("workers_all_ok"));
        answer("/users/login", Samples.reply("login_page"));
    }

    OneMisp answer(String path, Reply reply) {
        replies.put(path, reply);
        return this;
    }

    OneMisp workers(Map<String, Integer> expected, Set<String> ignored) {
        workers = new Workers(expected, ignored, true, false);
        return this;
    }

    /** As {@code workers.trust-list = true}, with the default of everything else. */
    OneMisp trustingTheList() {
        workers = new Workers(Map.of(), Set.of("scheduler"), false, true);
        return this;
    }

    OneMisp page(String path, String text, int status) {
        page = new Page(path, text, status);
        return this;
    }

    OneMisp slowPageAfter(Duration limit) {
        page = new Page(page.path(), page.text(), page.status(), new Limits(limit, Duration.ofSeconds(10)));
        return this;
    }

    OneMisp heal(Heal settings) {
        heal = settings;
        return this;
    }

    /** The wall clock is set forward; the monotonic one goes on. */
    void ahead(Duration by) {
        ahead = ahead.plus(by);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    MispSettings settings() {
        return new MispSettings(
                "intel",
                URI.create("https://misp.example"),
                new Secret(key),
                adminKey,
                Duration.ofMinutes(5),
                TlsSettings.DEFAULT,
                Duration.ofSeconds(30),
                false,
                page,
                new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10)),
                workers,
                heal,
                eventsErrorAfter,
                Duration.ofDays(14));
    }

    MispClient client() {
        if (client == null) {
            client = new MispClient(settings(), this, memory(), time, new Ping("/nonexistent/ping"));
        }
        return client;
    }

    /** Another watch of the same MISP, with what this one has remembered. */
    void restart() {
        client = null;
    }

    /** What is remembered of jobs is of just now. */
    void lookedNow() {
        lookedAt = time.now();
    }

    /** A single look beside the watch of the looks so far. */
    void beside() {
        besideAWatch = true;
        restart();
    }

    /** Whether what is remembered of workers, and of jobs, cannot be read for now. */
    void unreadable(boolean counts, boolean jobs) {
        countsAreUnreadable = counts;
        jobsAreUnreadable = jobs;
    }

    /** Another watch, and nothing is remembered. */
    void forget() {
        rememberedKeys.clear();
        remembered.clear();
        restart();
    }

    OneMisp withoutAdminKey() {
        adminKey = null;
        return this;
    }

    /** Another key in place of the weak one, from the next start on. */
    OneMisp key(String other) {
        key = other;
        return this;
    }

    private MispMemory memory() {
        return new MispMemory() {
            @Override
            public Optional<Map<String, Integer>> highest(String misp) {
                return countsAreUnreadable ? Optional.empty() : Optional.of(Map.copyOf(remembered));
            }

            @Override
            public void raise(String misp, Map<String, Integer> counts) {
                remembered.putAll(counts);
            }

            @Override
            public void forget(String misp, Set<String> queues) {
                remembered.keySet().removeAll(queues);
            }

            @Override
            public Optional<Told> told(String misp, String which, String fingerprint) {
                return Optional.ofNullable(rememberedKeys.get(misp + which + fingerprint));
            }

            @Override
            public void keep(String misp, String which, String fingerprint, Told told) {
                rememberedKeys.put(misp + which + fingerprint, told);
            }

            @Override
            public Optional<Map<String, Row>> rows(String misp, Instant since) {
                Map<String, Row> kept = lookedAt.isBefore(since) ? Map.of() : Map.copyOf(rememberedJobs);
                return jobsAreUnreadable ? Optional.empty() : Optional.of(kept);
            }

            @Override
            public void keep(String misp, Map<String, Row> rows) {
                if (besideAWatch) {
                    return;
                }
                rememberedJobs.clear();
                rememberedJobs.putAll(rows);
                lookedAt = time.now();
            }

            @Override
            public boolean counts() {
                return !besideAWatch;
            }
        };
    }

    @Override
    public Reply call(Call call) throws NoAnswer {
        calls.add(call);
        Reply reply = replies.get(call.uri().getRawPath());
        if (reply == null) {
            throw new NoAnswer(NoAnswer.Kind.NOT_CONNECTED, "connection refused", null);
        }
        return reply;
    }

    /** One cycle, as the routes make it; by the last part of the check. */
    Map<String, Finding> cycle() {
        MispCycle cycle = client().openCycle();
        List<Answer> parts = new ArrayList<>(client.checkLoginPage(cycle));
        parts.addAll(client.checkRest(cycle));
        parts.addAll(client.checkWorkers(cycle));
        last = cycle;
        Map<String, Finding> findings = new HashMap<>();
        for (Finding finding : new FreshnessCheck().judge(client.collectAnswers(cycle, parts))) {
            findings.put(finding.check().value().substring("misp/intel/".length()), finding);
        }
        return findings;
    }

    /** The last cycle. */
    MispCycle last() {
        return last;
    }

    /** The verdict of the last cycle. */
    Verdict verdict() {
        return last.workers();
    }

    /** {@code critical down} */
    static String outcome(Finding finding) {
        return finding.state().word() + " " + finding.reason().word();
    }
}
