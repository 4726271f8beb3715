package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertState.Row;
import dev.freshwatch.alert.AlertState.Shown;
import dev.freshwatch.alert.FlapDetector;
import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.Silence;
import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.alert.WeeklyWindow;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Silences, acknowledgements and what is open, as commands see them. */
@ParameterizedClass
@EnumSource(Kept.class)
class WhatPeopleDoTest {

    private static final CheckId EVENTS = new CheckId("esm/soc/events/1");
    private static final CheckId ALARMS = new CheckId("esm/soc/alarms");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private Store store;
    private Instant now = NOON;

    @BeforeEach
    void open() {
        kept.prepare(folder);
        store = Store.open(Kept.ready(folder), () -> now);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSilenceIsOpenUntilItEndsOrSomebodyEndsIt() {
        SilenceTable silences = new SilenceTable(store);
        Silence first = silences.add("esm/soc/*", HOUR, "patches", "ann", true);
        now = NOON.plusSeconds(60);
        Silence second = silences.add("misp/*", HOUR.multipliedBy(2), "move", "ben", false);

        assertThat(silences.open()).containsExactly(first, second);
        assertThat(first)
                .isEqualTo(new Silence(first.id(), "esm/soc/*", NOON, NOON.plus(HOUR), "patches", "ann", NOON, true));
        CheckId workers = CheckId.of("misp", "intel", "workers");
        assertThat(silences.now(List.of()).ofHealing(workers, null))
                .map(Silenced::words)
                .contains("silenced by ben: move");
        assertThat(silences.now(List.of()).ofHealing(ALARMS, null)).isEmpty();
        assertThat(silences.end("esm/*", "ann")).isZero();
        assertThat(silences.end("esm/soc/*", "cyd")).isEqualTo(1);
        assertThat(silences.end("esm/soc/*", "cyd")).isZero();
        assertThat(silences.open()).containsExactly(second);
        now = NOON.plusSeconds(60).plus(HOUR.multipliedBy(2));
        assertThat(silences.open()).isEmpty();
        assertThat(new AuditTable(store).latest(9))
                .extracting(line -> line.at() + " " + line.who() + " " + line.what() + " " + line.detail())
                .containsExactly(
                        "2026-11-20T12:01:00Z cyd unsilence esm/soc/*",
                        "2026-11-20T12:01:00Z ben silence misp/* until 2026-11-20T14:01:00Z, no healing: move",
                        "2026-11-20T12:00:00Z ann silence esm/soc/* until 2026-11-20T13:00:00Z: patches");
    }

    @Test
    void onlyAnOpenProblemCanBeAcknowledgedAndOnlyUntilItEnds() {
        AcknowledgementTable acknowledgements = new AcknowledgementTable(store);
        assertThat(acknowledgements.add(EVENTS, HOUR, "on it", "ann")).isEmpty();
        remember(bad(EVENTS, "e1", State.CRITICAL));

        assertThat(acknowledgements.add(EVENTS, HOUR, "on it", "ann")).isPresent();
        assertThat(acknowledged()).containsExactly("e1");
        now = NOON.plus(HOUR);
        assertThat(acknowledged()).isEmpty();
        assertThat(acknowledgements.add(EVENTS, null, "still on it", "ben")).isPresent();
        now = NOON.plus(Duration.ofDays(30));
        assertThat(acknowledged()).containsExactly("e1");
        remember(new AlertState(EVENTS, State.OK, now, null, null));
        assertThat(acknowledged()).isEmpty();
        remember(bad(EVENTS, "e2", State.CRITICAL));
        assertThat(acknowledged()).as("another problem").isEmpty();
        assertThat(new AuditTable(store).latest(9))
                .extracting(AuditTable.Line::detail)
                .containsExactly(
                        "esm/soc/events/1 until it ends: still on it",
                        "esm/soc/events/1 until 2026-11-20T13:00:00Z: on it");
    }

    @Test
    void whatIsOpenIsShownWithAllThatKeepsPeopleFromBeingTold() {
        Shown shown = new Shown("ERC-1 events", Reason.STALE, "ERC-1: newest event is 47 min old");
        Episode untold = new Episode("e1", NOON.minusSeconds(600), null, null, null, shown);
        remember(alertState(EVENTS, State.CRITICAL, State.CRITICAL, FlapDetector.NONE, untold));
        Episode flapping = new Episode("e2", NOON.minusSeconds(300), State.WARNING, NOON, null, null);
        remember(alertState(ALARMS, State.OK, State.OK, new FlapDetector(7, State.OK, true, true), flapping));
        CheckId endsUntold = new CheckId("esm/soc/clock");
        remember(
                alertState(endsUntold, State.OK, State.OK, FlapDetector.NONE, new Episode("e3", NOON, State.CRITICAL)));
        new SilenceTable(store).add("esm/soc/events/*", HOUR, "patches", "ann", true);
        new AcknowledgementTable(store).add(ALARMS, null, "on it", "ben");
        WeeklyWindow friday = new WeeklyWindow(EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(11, 0), LocalTime.of(18, 0));
        Maintenance maintenance =
                new Maintenance("fridays", List.of("esm/soc/alarms"), List.of(friday), ZoneOffset.UTC, null, true);

        List<OpenProblem> open = new OpenProblemsQuery(store, List.of(maintenance)).all();

        assertThat(open).extracting(OpenProblem::check).containsExactly(EVENTS, ALARMS);
        OpenProblem events = open.get(0);
        assertThat(events.name()).isEqualTo("ERC-1 events");
        assertThat(events.state()).isEqualTo(State.CRITICAL);
        assertThat(events.reason()).isEqualTo(Reason.STALE);
        assertThat(events.message()).isEqualTo("ERC-1: newest event is 47 min old");
        assertThat(events.since()).isEqualTo(NOON.minusSeconds(600));
        assertThat(events.told()).isNull();
        assertThat(events.silenced().by()).isEqualTo("ann");
        assertThat(events.silenced().until()).isEqualTo(NOON.plus(HOUR));
        assertThat(events.acknowledged()).isNull();
        OpenProblem alarms = open.get(1);
        assertThat(alarms.name()).isEqualTo("esm/soc/alarms");
        assertThat(alarms.state()).isEqualTo(State.WARNING);
        assertThat(alarms.flapping()).isTrue();
        assertThat(alarms.silenced().by()).isEqualTo("silence.fridays");
        assertThat(alarms.acknowledged().madeBy()).isEqualTo("ben");
        assertThat(alarms.acknowledged().ends()).isNull();
    }

    private static AlertState bad(CheckId check, String episode, State state) {
        return new AlertState(check, state, NOON, null, new Episode(episode, NOON, state));
    }

    private static AlertState alertState(
            CheckId check, State state, State confirmed, FlapDetector flaps, Episode episode) {
        return new AlertState(check, state, NOON, null, confirmed, Row.NONE, flaps, null, episode);
    }

    private void remember(AlertState alertState) {
        UnitOfWork unitOfWork = store.begin();
        AlertStateTable.in(unitOfWork).remember(List.of(alertState));
        unitOfWork.commit();
    }

    private Iterable<String> acknowledged() {
        return store.transaction(connection -> AcknowledgementTable.at(connection, now));
    }
}
