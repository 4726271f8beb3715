package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.outbox.EpisodeSearch.Found;
import dev.freshwatch.outbox.NoticeQuery.Position;
import dev.freshwatch.outbox.NoticeQuery.Told;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A list of thousands of sources turned at once, many times: what is read of its notices stays small. */
@ParameterizedClass
@EnumSource(Kept.class)
class LargeGroupsTest {

    private static final Instant NOON = Notices.NOON.truncatedTo(ChronoUnit.MILLIS);
    private static final int MEMBERS = 5_000;
    private static final int NOTICES = 20;
    private static final int EPISODES = 25;
    private static final String PAYLOAD = Notices.payload(Notices.group(
            "n-id",
            Kind.REMINDER,
            IntStream.range(0, MEMBERS)
                    .mapToObj(at -> Notices.problem("x", check(at)).finding())
                    .toList()));

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private Store store;

    @BeforeEach
    void tellOften() {
        kept.prepare(folder);
        store = Desk.open(folder, InstantSource.fixed(NOON));
        store.transaction(connection -> {
            for (int notice = 0; notice < NOTICES; notice++) {
                Sql.update(
                        connection,
                        "INSERT INTO notice (id, check_id, kind, made_at, payload) VALUES (?, 'a/b', ?, ?, ?)",
                        id(notice),
                        Kind.REMINDER,
                        NOON.plusSeconds(notice),
                        PAYLOAD.replace("\"n-id\"", "\"" + id(notice) + "\""));
            }
            for (int episode = 0; episode < EPISODES; episode++) {
                Sql.update(
                        connection,
                        "INSERT INTO episode (id, check_id, since) VALUES (?, ?, ?)",
                        "e" + episode,
                        // also such as are behind the members that are told in any case
                        check(MEMBERS - 1 - episode),
                        NOON.plusSeconds(episode));
            }
            return null;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static String id(int notice) {
        return String.format(Locale.ROOT, "n%02d", notice);
    }

    private static String check(int member) {
        return "esm/soc/events/" + member;
    }

    private void member(int notice, int episode) {
        store.transaction(connection -> Sql.update(
                connection,
                "INSERT INTO notice_member (notice_id, episode_id) VALUES (?, ?)",
                id(notice),
                "e" + episode));
    }

    /** Each object once, however often it is told. */
    private static Set<Notice> held(Stream<Told> told) {
        Set<Notice> all = Collections.newSetFromMap(new IdentityHashMap<>());
        told.map(Told::notice).forEach(all::add);
        return all;
    }

    private static int members(Set<Notice> notices) {
        return notices.stream()
                .mapToInt(notice -> notice.marks().members().size())
                .sum();
    }

    private static List<String> checks(Notice notice) {
        return notice.findings().stream()
                .map(Finding::check)
                .map(CheckId::value)
                .toList();
    }

    @Test
    void aPageOfEpisodesReadsEachNoticeOnceAndHoldsItsOwnMembers() {
        for (int notice = 0; notice < NOTICES; notice++) {
            for (int episode = 0; episode < EPISODES; episode++) {
                member(notice, episode);
            }
        }

        EpisodeSearch.Page page = EpisodeSearch.ALL.read(store, null, EPISODES);

        assertThat(page.next()).isNull();
        assertThat(page.episodes()).hasSize(EPISODES).allSatisfy(found -> assertThat(
                        found.episode().notices())
                .hasSize(NOTICES)
                .allSatisfy(told -> {
                    assertThat(told.members()).isEqualTo(MEMBERS);
                    assertThat(checks(told.notice())).contains(found.check().value());
                }));
        Set<Notice> held = held(page.episodes().stream().flatMap(found -> found.episode().notices().stream()));
        assertThat(held).hasSize(NOTICES);
        assertThat(members(held)).isEqualTo(NOTICES * (1 + EPISODES));
    }

    @Test
    void aPageOfEpisodesEndsEarlyAndSaysWhereToGoOn() {
        for (int notice = 0; notice < NOTICES; notice++) {
            member(notice, notice);
        }
        List<String> seen = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        Position after = null;
        do {
            EpisodeSearch.Page page = EpisodeSearch.ALL.read(store, after, EPISODES);
            page.episodes().stream().map(Found::episode).forEach(episode -> seen.add(episode.id()));
            told.add(page.episodes().stream()
                    .mapToInt(found -> found.episode().notices().size())
                    .sum());
            after = page.next();
        } while (after != null);

        assertThat(seen)
                .containsExactlyElementsOf(IntStream.iterate(EPISODES - 1, at -> at >= 0, at -> at - 1)
                        .mapToObj(at -> "e" + at)
                        .toList());
        assertThat(told)
                .allSatisfy(count -> assertThat(count * (long) PAYLOAD.length()).isLessThanOrEqualTo(16L << 20));
        assertThat(told.stream().mapToInt(Integer::intValue).sum()).isEqualTo(NOTICES);
    }

    @Test
    void aPageOfNoticesCutsTheMembersAndEndsEarly() {
        List<String> seen = new ArrayList<>();
        Position after = null;
        do {
            NoticeQuery.Page page = NoticeQuery.ALL.read(store, after, 1000);
            assertThat(page.notices()).isNotEmpty().allSatisfy(told -> {
                assertThat(told.members()).isEqualTo(MEMBERS);
                assertThat(told.notice().marks().members()).hasSize(200);
            });
            assertThat(page.notices().size() * (long) PAYLOAD.length()).isLessThanOrEqualTo(16L << 20);
            page.notices().forEach(told -> seen.add(told.notice().id()));
            after = page.next();
        } while (after != null);

        assertThat(seen)
                .containsExactlyElementsOf(IntStream.iterate(NOTICES - 1, at -> at >= 0, at -> at - 1)
                        .mapToObj(LargeGroupsTest::id)
                        .toList());
    }

    @Test
    void aFilterFindsAMemberBehindTheFirst() {
        CheckFilter filter = CheckFilter.of(List.of(check(4_711)));
        NoticeQuery.Page page = new NoticeQuery(filter, null, null, null, null, null).read(store, null, 1);

        assertThat(page.next()).isNotNull();
        assertThat(page.notices()).singleElement().satisfies(told -> {
            assertThat(told.members()).isEqualTo(MEMBERS);
            assertThat(checks(told.notice())).hasSize(201).endsWith(check(4_711));
        });
        CheckFilter all = CheckFilter.of(List.of("esm/*"));
        assertThat(new NoticeQuery(all, null, null, null, null, null)
                        .read(store, null, 1)
                        .notices())
                .singleElement()
                .satisfies(told -> assertThat(checks(told.notice())).hasSize(400));
    }

    @Test
    void theHistoryOfACheckHasItsOwnMemberOfEach() {
        for (int notice = 0; notice < NOTICES; notice++) {
            member(notice, 0);
        }
        String own = check(MEMBERS - 1);

        EpisodeHistory history = EpisodeHistory.of(store, new CheckId(own), 50, 100);

        assertThat(history.cut()).isTrue();
        List<Told> told = history.episodes().get(0).notices();
        assertThat(told.get(0).notice().id()).isEqualTo(id(NOTICES - 1));
        assertThat(told.size() * (long) PAYLOAD.length()).isLessThanOrEqualTo(16L << 20);
        assertThat(told).hasSizeGreaterThan(1).allSatisfy(one -> {
            assertThat(one.members()).isEqualTo(MEMBERS);
            assertThat(checks(one.notice())).containsExactly(check(0), own);
        });
    }
}
