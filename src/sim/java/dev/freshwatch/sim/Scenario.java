package dev.freshwatch.sim;

import dev.freshwatch.sim.misp.SimMisp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The scenario of the demo: an ESM with alarms and four Receivers, and a MISP, all healthy. A worker of the MISP dies
 * and is healed; a Receiver falls silent, then the alarms, and both recover. With cycles of {@link #EVERY} and the
 * limits below, all of this is visible within 30 s of {@link #start}; the worker dies first, because healing makes its
 * second check after 10 s. Describes each step in a plain line.
 */
public final class Scenario implements AutoCloseable {

    public static final Duration EVERY = Duration.ofSeconds(2);
    public static final Duration WARN_AFTER = Duration.ofSeconds(4);
    public static final Duration ERROR_AFTER = Duration.ofSeconds(8);
    /** After this nothing more happens, and everything is healthy. */
    public static final Duration LENGTH = Duration.ofSeconds(45);

    private static final Duration PACE = Duration.ofSeconds(1);

    private record Step(int second, String line, Runnable action) {}

    private final SimEsm esm = new SimEsm();
    private final SimMisp misp = new SimMisp();
    private final ScheduledExecutorService stage = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "demo-scenario");
        thread.setDaemon(true);
        return thread;
    });
    private final Consumer<String> teller;
    private final SimDevice quiet;

    /**
     * Sets up the platforms, which serve at once and are healthy.
     *
     * @param teller receives each line, on a thread of the scenario; must not throw
     */
    public Scenario(Consumer<String> teller) {
        this.teller = teller;
        Appliance appliance = esm.appliance();
        appliance.addReceiver("ERC-1");
        quiet = appliance.addReceiver("ERC-2");
        appliance.addReceiver("ERC-3");
        appliance.addElmReceiver("ELM-1");
        appliance.receivers().forEach(receiver -> receiver.events().live(PACE, Duration.ZERO));
        appliance.alarms().stream().live(PACE, Duration.ZERO);
        esm.behaviour().queryDuration(Duration.ofMillis(50));
        misp.events().live(PACE);
    }

    /** Returns the ESM; user and password are {@link SimEsm#USERNAME} and {@link SimEsm#PASSWORD}. */
    public SimEsm esm() {
        return esm;
    }

    /** Returns the MISP; its keys are {@link SimMisp#USER_KEY} and {@link SimMisp#ADMIN_KEY}. */
    public SimMisp misp() {
        return misp;
    }

    /** Starts the scenario; to be called once. */
    public void start() {
        Feed events = quiet.events();
        Feed alarms = esm.appliance().alarms().stream();
        List<Step> steps = List.of(
                new Step(
                        0,
                        "an ESM with four Receivers, events and alarms every second; a MISP with seven workers",
                        () -> {}),
                new Step(4, "MISP's only worker of the queue email dies", () -> misp.workers()
                        .kill("email")),
                new Step(5, "ERC-2 stops receiving events", events::stop),
                new Step(7, "the ESM stops raising alarms", alarms::stop),
                new Step(19, "ERC-2 receives events again", events::resume),
                new Step(22, "the ESM raises alarms again", alarms::resume),
                new Step(
                        32, "the ESM forgets its sessions; this should have no visible effect", esm.sessions()::expire),
                new Step((int) LENGTH.toSeconds(), "that was all; everything stays healthy from here on", () -> {}));
        for (Step step : steps) {
            stage.schedule(() -> play(step), step.second(), TimeUnit.SECONDS);
        }
    }

    private void play(Step step) {
        teller.accept(step.line());
        step.action().run();
    }

    /** Ends the scenario and both platforms. */
    @Override
    public void close() {
        stage.shutdownNow();
        esm.close();
        misp.close();
    }
}
