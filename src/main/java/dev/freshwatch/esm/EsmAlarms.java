package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the newest alarm of a window: the maximum of a small page (section 5). Thread-safe. */
final class EsmAlarms {

    private static final Logger LOG = LoggerFactory.getLogger(EsmAlarms.class);
    private static final String COMMAND = "alarmGetTriggeredAlarms";
    private static final String USERS = "userGetUserList";
    private static final int PAGE = 50;
    /** Largest page that the ESM returns. */
    private static final int LARGEST_PAGE = 5000;

    private final EsmSettings settings;
    private final EsmSession session;
    private final PlatformClock time;
    private volatile Assignee assignee;

    private record Assignee(long generation, String id) {}

    /** @param believed times of the page that are plausible, in its order */
    private record Page(int size, List<Instant> believed) {

        boolean isNewestFirst() {
            for (int i = 1; i < believed.size(); i++) {
                if (believed.get(i).isAfter(believed.get(i - 1))) {
                    return false;
                }
            }
            return true;
        }
    }

    EsmAlarms(EsmSettings settings, EsmSession session, PlatformClock time) {
        this.settings = settings;
        this.session = session;
        this.time = time;
    }

    /** Returns when the newest alarm of the window was triggered; empty if there is none. */
    Optional<Instant> newest(Window window, EsmTimes times, EsmClock clock, Deadline deadline) throws EsmException {
        Page page = page(window, PAGE, times, clock, deadline);
        if (page.size() >= PAGE && !page.isNewestFirst()) {
            // The order is not documented. A full page in another order may not contain the newest alarm.
            page = page(window, LARGEST_PAGE, times, clock, deadline);
        }
        return page.believed().stream().max(Instant::compareTo);
    }

    private Page page(Window window, int size, EsmTimes times, EsmClock clock, Deadline deadline) throws EsmException {
        EsmCall call = EsmCall.of(COMMAND)
                .query("triggeredTimeRange=" + window + "&status=&pageSize=" + size + "&pageNumber=1");
        String assignedTo = settings.alarms().assignedTo();
        if (assignedTo != null) {
            String id = userId(assignedTo, deadline);
            call = call.body(apiVersion -> {
                ObjectNode user = EsmJson.object().put("username", assignedTo);
                if (id != null) {
                    user.set("id", apiVersion.userId(id));
                }
                return EsmJson.object().set("assignedUser", user);
            });
        }
        Instant begin = clock.at(time.nanos()).minus(window.length());
        List<String> triggered = new ArrayList<>();
        for (JsonNode alarm : EsmJson.array(session.read(call, deadline).json(), COMMAND)) {
            triggered.add(EsmJson.text(alarm.path("triggeredDate")));
        }
        AskedWindow asked = new AskedWindow(window, begin, clock.at(time.nanos()));
        return new Page(triggered.size(), times.read(triggered, asked));
    }

    /**
     * Returns the id of a user, looked up once per login like in [XS]: in the list of users, for which the ESM requires
     * the password again. Null if the account may not read that list: then only the name is sent.
     */
    private String userId(String name, Deadline deadline) throws EsmException {
        Assignee known = assignee;
        long generation = session.generation();
        if (known != null && known.generation() == generation) {
            return known.id();
        }
        String id = null;
        try {
            id = find(name, deadline);
        } catch (EsmException failure) {
            if (failure.reason() == Reason.UNREACHABLE || failure.reason() == Reason.TIMEOUT) {
                throw failure;
            }
            LOG.info(
                    "ESM {}: cannot read the list of users, so esm.{}.alarms.assigned-to is sent without an id: {}",
                    settings.name(),
                    settings.name(),
                    failure.getMessage());
        }
        if (id != null && id.isEmpty()) {
            throw new EsmException(
                    Reason.FAILED,
                    String.format(
                            Locale.ROOT,
                            "the ESM has no user '%s' (key esm.%s.alarms.assigned-to)",
                            PlainText.name(name),
                            settings.name()));
        }
        assignee = new Assignee(generation, id);
        return id;
    }

    /** Returns an empty text if the list can be read but does not contain the user. */
    private String find(String name, Deadline deadline) throws EsmException {
        EsmCall call = EsmCall.of(USERS).body(apiVersion -> {
            ObjectNode body = EsmJson.object();
            body.putObject("authPW").put("value", settings.password().reveal());
            return body;
        });
        for (JsonNode user : EsmJson.array(session.read(call, deadline).json(), USERS)) {
            if (name.equals(EsmJson.text(user.path("username")))) {
                return EsmJson.idText(user.path("id"), USERS);
            }
        }
        return "";
    }
}
