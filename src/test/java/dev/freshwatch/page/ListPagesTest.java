package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.Notices;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /notices} and {@code /episodes}. */
class ListPagesTest {

    private static final Pattern TAG = Pattern.compile("<[^>]*>");

    @TempDir
    Path folder;

    private WatchedStore store;

    @BeforeEach
    void open() {
        store = new WatchedStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private WebResponse answer(String path, Map<String, String> query) {
        PageSite site =
                new PageSite(store::view, new ListedSamples(), Map::of, store.clock(), ZoneId.of("Europe/Berlin"));
        return site.answer(new WebRequest("GET", path, query, Map.of(), new byte[0]));
    }

    private String page(String path, Map<String, String> query) {
        return new String(answer(path, query).body(), StandardCharsets.UTF_8);
    }

    /** The words of each row or card. */
    private List<String> rows(String path, Map<String, String> query) {
        String element = path.equals("/notices") ? "tr" : "article";
        Matcher rows = Pattern.compile("<" + element + "[ >].*?</" + element + ">", Pattern.DOTALL)
                .matcher(page(path, query));
        List<String> words = new ArrayList<>();
        while (rows.find()) {
            words.add(TAG.matcher(rows.group())
                    .replaceAll(" ")
                    .replaceAll("\\s+", " ")
                    .strip());
        }
        return path.equals("/notices") && !words.isEmpty() ? words.subList(1, words.size()) : words;
    }

    @Test
    void noticesTellWhatBecameOfThemInEachSink() {
        Story.write(store);
        assertThat(rows("/notices", Map.of()))
                .containsExactly(
                        "03:13:11 problem whole episode ERC-7 events newest event is 8 min old (limit 10 min) mail 03:13:12 ,"
                                + " accepted",
                        "03:12:04 problem whole episode ERC-2 events newest event is 12 min old (limit 10 min) mail 03:12:05 ,"
                                + " accepted syslog 03:12:05 , sent webhook: waits, 2 tries, HTTP 503, next 03:14:41",
                        "yesterday 12:29:11 problem ESM soc 2 checks: 1 critical, 1 warning 2 checks warning ERC-3 events :"
                                + " newest event is 8 min old (limit 10 min) critical ERC-4 events : newest event is 11 min old"
                                + " (limit 10 min) mail yesterday 12:29:12 , accepted",
                        "yesterday 12:14:41 recovery whole episode intel workers 7 good workers in 5 queues mail: given up"
                                + " yesterday 12:14:42 , 1 try, mail server answered 550 no such user webhook: withdrawn"
                                + " yesterday 12:14:42 , its problem was never delivered",
                        "yesterday 12:14:41 healed whole episode intel workers 7 good workers in 5 queues mail yesterday"
                                + " 12:15:41 , accepted after 3 tries, before that connection refused",
                        "yesterday 12:14:11 problem whole episode intel workers no worker in email mail yesterday 12:14:12 ,"
                                + " accepted syslog yesterday 12:14:12 , sent",
                        "yesterday 10:14:11 drill drill this is a drill no sink was to have it");
    }

    @Test
    void aNoticeOfVeryManyChecksTellsTheFirstAndHowManyMoreThereAre() {
        List<Finding> many = Collections.nCopies(
                1_234, Notices.problem("x", "esm/soc/alarms").finding());
        store.notice(Notices.group("large", Kind.PROBLEM, many));
        assertThat(rows("/notices", Map.of())).singleElement().satisfies(row -> assertThat(row)
                .contains(" 1234 checks critical ")
                .contains(" and 1034 more "));
        assertThat(page("/notices", Map.of()).split("<details>", 2)[1].split("<li>", -1))
                .hasSize(1 + 200 + 1);
    }

    @Test
    void noticesAreChosen() {
        Story.write(store);
        assertThat(rows("/notices", Map.of("kind", "problem"))).hasSize(4);
        assertThat(rows("/notices", Map.of("sink", "syslog"))).hasSize(2);
        assertThat(rows("/notices", Map.of("check", "ERC-4*"))).hasSize(1);
        assertThat(rows("/notices", Map.of("episode", "e1"))).hasSize(3);
        assertThat(rows("/notices", Map.of("from", "2026-11-20"))).hasSize(2);
        assertThat(rows("/notices", Map.of("to", "2026-11-19"))).hasSize(5);
        assertThat(page("/notices", Map.of("check", "nobody<b>")))
                .contains("There is no such notice: check nobody&lt;b&gt;.");
    }

    @Test
    void episodesTellAllThatWasToldOfThem() {
        Story.write(store);
        assertThat(rows("/episodes", Map.of()))
                .containsExactly(
                        "warning ERC-7 events 03:13:11 to now: it lasts, 60 s ERC-7: newest event is 8 min old (limit 10 min)"
                                + " 03:13:11 problem newest event is 8 min old (limit 10 min) mail 03:13:12 , accepted",
                        "critical ERC-2 events 03:12:04 to now: it lasts, 2 min ERC-2: newest event is 12 min old (limit 10"
                                + " min) 03:12:04 problem newest event is 12 min old (limit 10 min) mail 03:12:05 , accepted"
                                + " syslog 03:12:05 , sent webhook: waits, 2 tries, HTTP 503, next 03:14:41",
                        "critical ERC-4 events yesterday 12:29:11 to yesterday 12:44:11 , 15 min ERC-4: newest event is 11 min"
                                + " old (limit 10 min) yesterday 12:29:11 problem newest event is 11 min old (limit 10 min)"
                                + " mail yesterday 12:29:12 , accepted",
                        "warning ERC-3 events yesterday 12:29:11 to yesterday 12:44:11 , 15 min ERC-3: newest event is 8 min"
                                + " old (limit 10 min) yesterday 12:29:11 problem newest event is 8 min old (limit 10 min)"
                                + " mail yesterday 12:29:12 , accepted",
                        "critical intel workers yesterday 12:14:11 to yesterday 12:14:41 , 30 s intel: no worker in email"
                                + " yesterday 12:14:41 recovery 7 good workers in 5 queues mail: given up yesterday 12:14:42 ,"
                                + " 1 try, mail server answered 550 no such user webhook: withdrawn yesterday 12:14:42 , its"
                                + " problem was never delivered yesterday 12:14:41 healed 7 good workers in 5 queues mail"
                                + " yesterday 12:15:41 , accepted after 3 tries, before that connection refused yesterday"
                                + " 12:14:11 problem no worker in email mail yesterday 12:14:12 , accepted syslog yesterday"
                                + " 12:14:12 , sent");
        assertThat(rows("/episodes", Map.of("check", "misp/*"))).hasSize(1);
    }

    @Test
    void wrongValuesAreAnsweredInThePage() {
        for (String path : List.of("/notices", "/episodes")) {
            WebResponse answer = answer(path, Map.of("from", "<i>soon</i>"));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .contains("from is “&lt;i&gt;soon&lt;/i&gt;”: write a day", "value=\"&lt;i>soon&lt;/i>\"");
        }
    }

    @Test
    void emptyListsSayWhy() {
        assertThat(page("/notices", Map.of())).contains("Nobody was told anything yet.");
        assertThat(page("/episodes", Map.of())).contains("There was no problem so far.");
    }

    /** Following the links shows each notice and each episode once. */
    @Test
    void pagesAreFollowedByLinks() {
        for (int number = 0; number < 120; number++) {
            store.ended(Story.receiver(number, State.CRITICAL, 700), "e" + number, NOW.minusSeconds(number), NOW)
                    .notice(
                            "n" + number,
                            Story.receiver(number, State.CRITICAL, 700),
                            "e" + number,
                            Kind.PROBLEM,
                            NOW.minus(Duration.ofSeconds(number)));
        }
        for (String path : List.of("/notices", "/episodes")) {
            List<String> all = new ArrayList<>();
            Map<String, String> query = Map.of();
            int pages = 0;
            while (query != null) {
                all.addAll(rows(path, query));
                Matcher on = Pattern.compile("rel=\"next\" href=\"[^\"]*after=([^\"]*)\"")
                        .matcher(page(path, query));
                query = on.find() ? Map.of("after", on.group(1)) : null;
                pages++;
            }
            assertThat(all).hasSize(120).doesNotHaveDuplicates();
            assertThat(pages).isEqualTo(path.equals("/notices") ? 3 : 5);
        }
    }
}
