package dev.freshwatch.alert;

import static dev.freshwatch.freshness.State.CRITICAL;
import static dev.freshwatch.freshness.State.OK;
import static dev.freshwatch.freshness.State.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@InEachLanguage
class NoticeGroupingTest {

    private final Watch watch = new Watch();

    @Test
    void fiveAreToldTogetherAndFourAreNot() {
        assertThat(watch.cycle(all(4, CRITICAL))).hasSize(4).noneMatch(Notice::isGroup);
        assertThat(watch.cycle(all(4, OK))).hasSize(4).noneMatch(Notice::isGroup);

        List<Notice> notices = watch.cycle(all(5, CRITICAL));

        assertThat(notices).hasSize(6);
        Notice group = notices.get(5);
        assertThat(notices.subList(0, 5))
                .allMatch(member -> group.id().equals(member.marks().group()))
                .allMatch(member -> member.marks().announcedBy() == null);
        assertThat(group.marks().group()).isNull();
        assertThat(group.kind()).isEqualTo(Kind.PROBLEM);
        assertThat(group.getCheck()).isEqualTo("esm/soc");
        assertThat(group.finding().message()).isEqualTo("soc: 5 checks: 5 critical: E0, E1, E2, E3, E4");
        assertThat(group.platformHost()).isEqualTo("esm.example");
        assertThat(group.marks().members()).extracting(Finding::name).containsExactly("E0", "E1", "E2", "E3", "E4");
        assertThat(notices).extracting(Notice::episode).doesNotHaveDuplicates();
        assertThat(watch.alertStates.groups)
                .containsEntry(
                        group.id(),
                        notices.subList(0, 5).stream().map(Notice::episode).toList());
    }

    @Test
    void theWorstIsShownAndNamedFirst() {
        watch.cycle(event(0, WARNING));
        List<Notice> notices = watch.cycle(
                event(0, CRITICAL), event(1, WARNING), event(2, CRITICAL), event(3, WARNING), event(4, WARNING));

        Notice group = notices.get(5);
        assertThat(notices.get(0).kind()).isEqualTo(Kind.CHANGE);
        assertThat(group.kind()).isEqualTo(Kind.PROBLEM);
        assertThat(group.finding().state()).isEqualTo(CRITICAL);
        assertThat(group.finding().text()).isEqualTo("5 checks: 2 critical, 3 warning: E0, E2, E1, E3, E4");
        assertThat(group.since()).as("the earliest").isEqualTo(Findings.NOW.plusSeconds(60));
    }

    @Test
    void recoveriesAndRemindersAndChangesAreGroupedByTheirKind() {
        watch.limits = AlertPolicy.DEFAULT.withTimes(Duration.ofMinutes(3), Duration.ofMinutes(15));
        String announced = watch.cycle(all(6, WARNING)).get(6).id();
        List<Notice> changes = watch.cycle(all(6, CRITICAL));
        watch.cycle(all(6, CRITICAL));
        watch.cycle(all(6, CRITICAL));
        List<Notice> reminders = watch.cycle(all(6, CRITICAL));
        List<Notice> recoveries = watch.cycle(all(6, OK));

        assertThat(changes.get(6).kind()).isEqualTo(Kind.CHANGE);
        assertThat(reminders.get(6).kind()).isEqualTo(Kind.REMINDER);
        assertThat(reminders.get(6).finding().text())
                .isEqualTo("6 checks are still bad: 6 critical: E0, E1, E2, E3, E4, E5");
        assertThat(recoveries.get(6).kind()).isEqualTo(Kind.RECOVERY);
        assertThat(recoveries.get(6).finding().state()).isEqualTo(OK);
        assertThat(recoveries.get(6).finding().text()).isEqualTo("6 checks are ok again: E0, E1, E2, E3, E4, E5");
        assertThat(recoveries.subList(0, 6))
                .allMatch(notice -> announced.equals(notice.marks().announcedBy()));
        assertThat(recoveries.get(6).marks().threads()).containsExactly(announced);
    }

    @Test
    void badNewsAndGoodOnesAreApart() {
        watch.cycle(event(0, CRITICAL), event(1, CRITICAL), event(2, CRITICAL));

        List<Notice> notices = watch.cycle(
                event(0, OK), event(1, OK), event(2, OK), event(3, CRITICAL), event(4, CRITICAL), event(5, CRITICAL));

        assertThat(notices).hasSize(6).noneMatch(Notice::isGroup);
    }

    @Test
    void oneOfTheMembersRecoversByItself() {
        List<Notice> problems = watch.cycle(all(5, CRITICAL));
        Notice recovery = Watch.only(watch.cycle(event(0, OK)));

        assertThat(recovery.marks().group()).isNull();
        assertThat(recovery.marks().announcedBy()).isEqualTo(problems.get(5).id());
        assertThat(recovery.episode()).isEqualTo(problems.get(0).episode());
    }

    @Test
    void manyNamesAreCounted() {
        Notice group = watch.cycle(all(500, CRITICAL)).get(500);

        assertThat(group.finding().text().length()).isLessThan(500);
        assertThat(group.finding().text())
                .startsWith("500 checks: 500 critical: E0, E1, ")
                .matches(".*, E\\d+ and \\d+ more");
        assertThat(group.marks().members()).hasSize(500);
    }

    private static Finding source(String list, int number, int hours) {
        CheckId check = CheckId.of("service", "elastic", list, "fw-" + number);
        State state = hours > 2 ? CRITICAL : OK;
        Duration age = Duration.ofHours(hours);
        return new Finding(
                check,
                "fw-" + number,
                "fw-" + number + " " + list,
                state,
                state == OK ? Reason.FRESH : Reason.STALE,
                "newest event is " + hours + " h old (limit 2 h)",
                Findings.NOW.minus(age),
                age,
                new Limits(null, Duration.ofHours(2)),
                Findings.NOW,
                null);
    }

    @Test
    void theSourcesOfAListAreOneNoticeThatNamesTheWorstAndTheirNumber() {
        List<Finding> turned = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            turned.add(source("events", i, i == 217 ? 99 : 3));
        }
        turned.add(source("other", 1, 3));
        turned.add(named(CheckId.of("service", "elastic", "http"), "elastic http", CRITICAL));
        List<Notice> notices = watch.cycle(turned.toArray(Finding[]::new));

        assertThat(notices).hasSize(303);
        Notice group = notices.get(302);
        assertThat(notices).filteredOn(Notice::isGroup).containsExactly(group);
        assertThat(group.getCheck()).isEqualTo("service/elastic/events");
        assertThat(group.finding().message())
                .startsWith("elastic/events: 300 sources: 300 critical; the worst is fw-217: newest event is 99 h old"
                        + " (limit 2 h); all: fw-217, fw-0, fw-1, ")
                .matches(".* and \\d+ more");
        assertThat(group.marks().members())
                .hasSize(300)
                .first()
                .extracting(Finding::subject)
                .isEqualTo("fw-217");
        assertThat(notices.subList(0, 300))
                .allMatch(member -> group.id().equals(member.marks().group()));
        assertThat(notices.subList(300, 302)).allMatch(member -> member.marks().group() == null);

        List<Notice> recovered = watch.cycle(
                IntStream.range(0, 300).mapToObj(i -> source("events", i, 1)).toArray(Finding[]::new));
        assertThat(recovered.get(300).finding().text()).startsWith("300 sources are ok again: fw-0, fw-1, ");
    }

    @Test
    void checksOfOurselvesAreToldOneByOne() {
        Finding[] sinks = IntStream.range(0, 6)
                .mapToObj(i -> named(CheckId.of("freshwatch", "sink", "s" + i), "S" + i, CRITICAL))
                .toArray(Finding[]::new);

        assertThat(watch.cycle(sinks)).hasSize(6).noneMatch(Notice::isGroup);
    }

    private static Finding[] all(int count, State state) {
        return IntStream.range(0, count).mapToObj(i -> event(i, state)).toArray(Finding[]::new);
    }

    private static Finding event(int device, State state) {
        return named(CheckId.of("esm", "soc", "events", Integer.toString(device)), "E" + device, state);
    }

    private static Finding named(CheckId check, String name, State state) {
        Finding finding = Findings.finding(check, state);
        return new Finding(
                check, name, name, state, finding.reason(), finding.text(), null, null, finding.limits(), null, null);
    }
}
