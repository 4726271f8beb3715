package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.Desk;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.UnitOfWork;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Receiver that went blind at three in the morning, with a year of history. */
final class CheckScene implements AutoCloseable {

    static final CheckId CHECK = CheckId.of("esm", "soc", "events", "144116287587483649");
    static final Limits LIMITS = new Limits(Duration.ofMinutes(7), Duration.ofMinutes(10));
    static final Duration EVERY = Duration.ofMinutes(1);

    final WatchedStore store;
    final SeededSamples samples = new SeededSamples();
    final ZoneId zone;
    SampleReader reader = samples;

    CheckScene(Path folder, String zone) {
        this.store = new WatchedStore(folder);
        this.zone = ZoneId.of(zone);
    }

    static Finding finding(CheckId check, String name, State state, String text, Long age) {
        return new Finding(
                check,
                name,
                name + " events",
                state,
                state == State.OK ? Reason.FRESH : state == State.UNKNOWN ? Reason.FAILED : Reason.STALE,
                text,
                age == null ? null : NOW.minusSeconds(age),
                age == null ? null : Duration.ofSeconds(age),
                LIMITS,
                NOW.minusSeconds(9),
                Duration.ofMillis(412));
    }

    /** Critical since three minutes ago, told by mail and syslog; the webhook waits. */
    CheckScene blind(String name) {
        Finding blind = finding(CHECK, name, State.CRITICAL, "newest event is 12 min old (limit 10 min)", 721L);
        store.look(blind, EVERY)
                .problem(blind, "e9", NOW.minusSeconds(307), State.CRITICAL)
                .running(null);
        past("e8", NOW.minus(Duration.ofHours(14)), Duration.ofMinutes(72), State.UNKNOWN);
        past("e7", NOW.minus(Duration.ofDays(9)), Duration.ofMinutes(31), State.CRITICAL);
        tell("n3", Kind.CHANGE, "e9", blind, NOW.minusSeconds(127));
        tell(
                "n2",
                Kind.PROBLEM,
                "e9",
                finding(CHECK, name, State.WARNING, "newest event is 7 min old (limit 7 min)", 425L),
                NOW.minusSeconds(307));
        tell("n1", Kind.PROBLEM, "e7", blind, NOW.minus(Duration.ofDays(9)));
        sql(
                "UPDATE delivery SET state = 'delivered', attempts = 1, settled_at = created_at + 1000 WHERE sink <> 'webhook' OR notice_id <> 'n3'");
        sql("UPDATE delivery SET attempts = 2, last_reason = 'HTTP 503' WHERE sink = 'webhook' AND notice_id = 'n3'");
        return this;
    }

    private void past(String id, Instant since, Duration length, State state) {
        store.store.transaction(connection -> Sql.update(
                connection,
                "INSERT INTO episode (id, check_id, since, closed_at, told, name, reason, message) VALUES (?, ?, ?, ?, ?, 'x', 'FAILED', ?)",
                id,
                CHECK.value(),
                since,
                since.plus(length),
                state,
                "ERC-2: the ESM answered HTTP 500"));
    }

    void tell(String id, Kind kind, String episode, Finding finding, Instant at) {
        Notice notice =
                new Notice(id, kind, episode, finding, at, at, new Notice.Origin("watch-1", 4711), "esm.example");
        store.now = at;
        UnitOfWork unitOfWork = store.store.begin();
        List.of("mail", "syslog", "webhook").forEach(sink -> Desk.put(unitOfWork, notice, sink));
        unitOfWork.commit();
        store.now = NOW;
    }

    void sql(String sql, Object... parameters) {
        store.store.transaction(connection -> Sql.update(connection, sql, parameters));
    }

    /** A look a minute for the last day, one every ten minutes before that, with an hour that failed and a gap of two. */
    CheckScene history(Duration back) {
        for (Instant at = NOW.minus(back);
                at.isBefore(NOW);
                at = at.plus(ago(at).toDays() < 2 ? EVERY : EVERY.multipliedBy(10))) {
            look(at.minusSeconds(9));
        }
        return this;
    }

    private static Duration ago(Instant at) {
        return Duration.between(at, NOW);
    }

    private void look(Instant at) {
        long minutes = ago(at).toMinutes();
        if (minutes >= 420 && minutes < 540) {
            return;
        }
        double wave = Math.sin(minutes / 190.0) + Math.sin(minutes / 37.0) / 2;
        int response = (int) (230 + 40 * wave + (minutes * 7919 % 97));
        if (minutes >= 768 && minutes < 840) {
            samples.add(CHECK, at, State.UNKNOWN, null, null, LIMITS);
            return;
        }
        int age = minutes < 12 ? (int) (721 - minutes * 60) : (int) (150 + 60 * wave + (minutes * 104729 % 83));
        if (minutes > 9 * 1440 && minutes < 9 * 1440 + 600) {
            age = (int) (9 * 1440 + 600 - minutes) * 60 * 8;
        }
        State state = age > 600 ? State.CRITICAL : age > 420 ? State.WARNING : State.OK;
        samples.add(CHECK, at, state, age, response, LIMITS);
    }

    CheckPage page() {
        return new CheckPage(store::view, reader, zone);
    }

    WebResponse get(String query) {
        return get(CHECK.value(), query);
    }

    WebResponse get(String check, String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String one : query.isEmpty() ? new String[0] : query.split("&")) {
            parameters.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return page().answer(new WebRequest("GET", "/checks/" + check, parameters, Map.of(), new byte[0]));
    }

    static String text(WebResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The page of the check. */
    String html(String query) {
        WebResponse response = get(query);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("text/html; charset=utf-8");
        return text(response);
    }

    /** What a reader sees, without markup. */
    static String words(String html) {
        return html.replaceAll("<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ");
    }

    /** The rows of the CSV of the check. */
    List<List<String>> csv(String query) {
        WebResponse response = get(query.isEmpty() ? "format=csv" : query + "&format=csv");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(text(response)).endsWith("\r\n");
        return Stream.of(text(response).split("\r\n"))
                .map(line -> List.of(line.split(",", -1)))
                .toList();
    }

    /** The cells of the first table, by row. */
    static List<List<String>> table(String html) {
        String body = html.substring(html.indexOf("<tbody>"), html.indexOf("</tbody>"));
        return Pattern.compile("<tr>(.*?)</tr>")
                .matcher(body)
                .results()
                .map(row -> Pattern.compile("<t[dh][^>]*>([^<]*)</t[dh]>")
                        .matcher(row.group(1))
                        .results()
                        .map(cell -> cell.group(1))
                        .toList())
                .toList();
    }

    @Override
    public void close() {
        store.close();
    }
}
