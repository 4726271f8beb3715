package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.TestTls;
import dev.freshwatch.sim.misp.Engine;
import dev.freshwatch.sim.misp.SimMisp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code check --output json} of a MISP in every state of the contract's tables: one MISP for each, in one run. The limits
 * are wide, as a busy machine is slow with so many.
 */
@Tag("soak")
class MispStatesIT {

    private static final String UP = "ok up";

    @TempDir
    Path directory;

    private final Map<String, SimMisp> misps = new LinkedHashMap<>();
    private final Map<String, String> expected = new TreeMap<>();
    private Folder folder;

    @AfterEach
    void close() {
        misps.values().forEach(SimMisp::close);
    }

    private SimMisp misp(String name, Engine engine) {
        return misp(name, new SimMisp(engine));
    }

    private SimMisp misp(String name, SimMisp misp) {
        misps.put(name, misp);
        misp.events().published(Duration.ofMinutes(5));
        String prefix = "misp." + name + ".";
        folder.set(prefix + "url", misp.url())
                .set(prefix + "key", SimMisp.USER_KEY)
                .set(prefix + "admin-key", SimMisp.ADMIN_KEY)
                .set(prefix + "request-timeout", "30s")
                .set(prefix + "rest.slow-after", "20s")
                .set(prefix + "rest.down-after", "25s")
                .set(prefix + "events.error-after", "1d")
                .set(prefix + "heal.enabled", "true");
        expected.put("misp/" + name + "/ping", UP);
        return misp;
    }

    private SimMisp misp(String name) {
        return misp(name, Engine.SUPERVISOR);
    }

    private void expect(String misp, String page, String rest, String workers, String events, String key) {
        expected.put("misp/" + misp + "/page", page);
        expected.put("misp/" + misp + "/rest", rest);
        expected.put("misp/" + misp + "/workers", workers);
        expected.put("misp/" + misp + "/events", events);
        expected.put("misp/" + misp + "/key", key);
    }

    private void expectWorkers(String misp, String workers) {
        expect(misp, UP, UP, workers, "ok fresh", UP);
    }

    @Test
    void everyStateOfTheContractIsShown() throws Exception {
        folder = new Folder(directory);
        workers();
        keys();
        platform();
        answers();
        badHabits();
        events();

        Launched check = Launched.finished(folder, "check", "--output", "json");

        assertThat(check.exitCode()).as(check::err).isEqualTo(2);
        JsonNode report = new ObjectMapper().readTree(check.out());
        Map<String, String> outcomes = new TreeMap<>();
        Map<String, String> messages = new TreeMap<>();
        for (JsonNode one : report.get("checks")) {
            String id = one.get("check").textValue();
            outcomes.put(
                    id, one.get("state").textValue() + " " + one.get("reason").textValue());
            messages.put(id, one.get("message").textValue());
        }
        assertThat(outcomes.keySet()).isEqualTo(expected.keySet());
        Map<String, String> wrong = new TreeMap<>(outcomes);
        wrong.entrySet().removeIf(one -> one.getValue().equals(expected.get(one.getKey())));
        wrong.replaceAll((id, outcome) -> outcome + ": " + messages.get(id));
        assertThat(wrong).isEmpty();
        assertThat(messages.get("misp/onedead/workers")).contains("default");
        assertThat(messages.get("misp/lastdead/workers")).contains("email");
        assertThat(messages.get("misp/account/workers")).contains("email", "nobody");
        assertThat(messages.get("misp/nosupervisor/workers")).containsIgnoringCase("supervisor");
        assertThat(messages.get("misp/noredis/workers")).contains("Redis");
        assertThat(messages.get("misp/newqueue/workers")).contains("import");
        assertThat(messages.get("misp/container/workers")).contains("misp.container.workers.trust-list = true");
        assertThat(check.out() + check.err()).doesNotContain(SimMisp.USER_KEY, SimMisp.ADMIN_KEY, SimMisp.READER_KEY);
        misps.forEach((name, misp) -> {
            assertThat(misp.violations()).as(name).isEmpty();
            assertThat(misp.restartCalls()).as("check never heals: " + name).isZero();
            // A call that is lost on a kept connection is made once more on a new one.
            assertThat(misp.calls("servers/getWorkers")).as(name).isLessThanOrEqualTo(name.equals("reset") ? 2 : 1);
            assertThat(misp.calls("events/index")).as(name).isLessThanOrEqualTo(1);
            assertThat(misp.counts().of("admin", "events/index")).as(name).isZero();
        });
    }

    private void workers() {
        misp("well");
        expectWorkers("well", UP);

        misp("onedead").workers().kill("default");
        folder.set("misp.onedead.workers.expected.default", "2");
        expectWorkers("onedead", "warning degraded");

        misp("lastdead").workers().kill("email");
        expectWorkers("lastdead", "critical down");

        misp("account").workers().account("email", "nobody");
        expectWorkers("account", "critical down");

        misp("nosupervisor").behaviour().supervisorGone(true);
        expectWorkers("nosupervisor", "critical down");

        misp("noredis").behaviour().redisGone(true);
        expectWorkers("noredis", "critical down");

        misp("noproc").behaviour().procHidden(true).controls(null);
        expectWorkers("noproc", UP);

        misp("container").behaviour().workersElsewhere(true);
        expectWorkers("container", "critical down");

        misp("trusted").behaviour().workersElsewhere(true);
        folder.set("misp.trusted.workers.trust-list", "true");
        expectWorkers("trusted", UP);

        misp("below", SimMisp.below("/misp"));
        expectWorkers("below", UP);

        misp("off").behaviour().jobsOff(true);
        expectWorkers("off", "unknown off");

        misp("newqueue").workers().queue("import", 1).kill("import");
        expectWorkers("newqueue", "critical down");

        misp("withoutok").workers().withoutOk("cache", true);
        expectWorkers("withoutok", "unknown unreadable");

        misp("resque", Engine.RESQUE).workers().killAll("scheduler");
        expectWorkers("resque", UP);

        misp("resquescheduler", Engine.RESQUE).workers().killAll("scheduler");
        folder.set("misp.resquescheduler.workers.ignore", "none");
        expectWorkers("resquescheduler", "critical down");

        misp("resqueone", Engine.RESQUE).workers().queue("default", 2).kill("default");
        expectWorkers("resqueone", "warning degraded");

        misp("resquelast", Engine.RESQUE).workers().kill("email");
        expectWorkers("resquelast", "critical down");

        misp("resquenever", Engine.RESQUE).workers().queue("prio", 0);
        expectWorkers("resquenever", "critical down");

        misp("resquenoredis", Engine.RESQUE).behaviour().redisGone(true);
        expect("resquenoredis", UP, UP, "unknown failed", "ok fresh", UP);
    }

    private void keys() {
        SimMisp expiring = misp("expiring");
        expiring.keys().change("user", key -> key.ending(Instant.now().plus(Duration.ofDays(3))));
        expect("expiring", UP, UP, UP, "ok fresh", "warning expiring");

        misp("expired").keys().change("user", key -> key.ending(Instant.now().minusSeconds(60)));
        String refused = "unknown unauthorized";
        expect("expired", UP, refused, UP, refused, refused);

        misp("disabled").keys().change("user", key -> key.asDisabled(true));
        expect("disabled", UP, refused, UP, refused, refused);

        misp("elsewhere").keys().change("admin", key -> key.tiedElsewhere(true));
        expect("elsewhere", UP, UP, refused, "ok fresh", refused);

        misp("weak");
        folder.set("misp.weak.admin-key", SimMisp.READER_KEY);
        expectWorkers("weak", refused);
    }

    private void platform() throws Exception {
        String unreachable = "unknown unreachable";
        misp("maintenance").behaviour().maintenance(true);
        expect("maintenance", UP, "unknown maintenance", UP, "unknown maintenance", UP);

        misp("nodatabase").behaviour().databaseGone(true);
        String failed = "unknown failed";
        expect("nodatabase", "critical down", "critical down", failed, failed, failed);

        SSLContext ours = TestTls.context(TestTls.keyStore(directory));
        misp("untrusted", new SimMisp(ours));
        expect("untrusted", "critical down", "critical down", unreachable, unreachable, unreachable);

        misp("gone").close();
        // whose own port somebody else may take meanwhile
        folder.set("misp.gone.url", "http://127.0.0.1:1");
        expect("gone", "critical down", "critical down", unreachable, unreachable, unreachable);
    }

    private void badHabits() {
        misp("drip").faults().always("events/index", SimFault.drip(Duration.ofMillis(50)));
        folder.set("misp.drip.request-timeout", "10s");
        String unreachable = "unknown unreachable";
        expect("drip", UP, "critical down", UP, unreachable, UP);

        misp("hang").faults().always("servers/getworkers", SimFault.hang());
        folder.set("misp.hang.request-timeout", "10s");
        expect("hang", UP, UP, unreachable, "ok fresh", UP);

        misp("reset").faults().always("servers/getworkers", SimFault.reset());
        expect("reset", UP, UP, unreachable, "ok fresh", UP);

        SimMisp login = misp("login");
        login.faults().always("servers/getworkers", SimFault.redirect(login.url() + "/users/login"));
        String maintenance = "unknown maintenance";
        expect("login", UP, UP, maintenance, "ok fresh", UP);

        misp("away").faults().always("*", SimFault.redirect(misps.get("well").url() + "/users/login2"));
        String unreadable = "unknown unreadable";
        expect("away", "critical down", "critical down", unreadable, unreadable, unreadable);
    }

    private void answers() {
        misp("slow").faults().always("events/index", SimFault.delay(Duration.ofMillis(1500)));
        folder.set("misp.slow.rest.slow-after", "1s");
        expect("slow", UP, "warning slow", UP, "ok fresh", UP);

        misp("late").faults().always("events/index", SimFault.delay(Duration.ofMillis(2500)));
        folder.set("misp.late.rest.slow-after", "1s").set("misp.late.rest.down-after", "2s");
        expect("late", UP, "critical down", UP, "ok fresh", UP);

        misp("html").faults().always("*", SimFault.html());
        String unreadable = "unknown unreadable";
        expect("html", "critical down", "critical down", unreadable, unreadable, unreadable);

        SimMisp broken = misp("broken");
        broken.faults()
                .always("events/index", SimFault.truncate())
                .always("servers/getworkers", SimFault.huge(5_000_000));
        expect("broken", UP, "critical down", unreadable, unreadable, unreadable);

        SimMisp retyped = misp("retyped");
        retyped.faults().always("events/index", SimFault.retype("text/html"));
        retyped.faults().always("servers/getworkers", SimFault.retype("text/html"));
        expect("retyped", UP, "critical down", unreadable, unreadable, unreadable);

        SimMisp busy = misp("busy");
        busy.faults().always("events/index", SimFault.retryAfter(429, "30"));
        busy.faults().always("servers/getworkers", SimFault.retryAfter(429, "30"));
        String overloaded = "unknown overloaded";
        expect("busy", UP, overloaded, overloaded, overloaded, overloaded);
    }

    private void events() {
        misp("stale").events().clear().published(Duration.ofDays(2));
        expect("stale", UP, UP, UP, "critical stale", UP);

        misp("edited").events().clear().edited(Duration.ofDays(2), Duration.ofMinutes(1));
        expect("edited", UP, UP, UP, "critical stale", UP);

        misp("empty").events().clear();
        expect("empty", UP, UP, UP, "critical silent", UP);

        misp("ahead").events().published(Duration.ofMinutes(-9));
        expect("ahead", UP, UP, UP, "warning future", UP);

        misp("numbers").behaviour().plainNumbers(true);
        expectWorkers("numbers", UP);
    }
}
