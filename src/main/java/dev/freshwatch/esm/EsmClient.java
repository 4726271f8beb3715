package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls to one ESM, as used by the routes. A cycle is: {@link #openCycle}; then {@link #planAlarmLookup}, and
 * {@link #readLastEvents} with {@link #planEventLookups}; each lookup passes through {@link #findNewestAlarm} or {@link #findNewestEvent} and, if it
 * finds nothing, {@link #searchWiderWindow}; finally {@link #collectAnswers}, which answers every question, whatever
 * happened before. No method throws because of anything that the ESM does. Thread-safe, for one cycle at a time.
 * {@link #close} logs out.
 */
public final class EsmClient implements AutoCloseable {

    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(5);

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final DeviceList devices;
    private final CycleSetup setup;
    private final QueryCloser closer;
    private final RecordLookups lookups;
    private final WiderSearch widerSearch;
    private final ReceiverOrder order;
    private final LastEvents lastEvents;
    private final QueryBudget budget;
    private final QueryPlan plan;
    private final QueryRecall recall;

    /** Creates the client of one ESM; {@code wall} is only used for times that people see. */
    public EsmClient(EsmSettings settings, HttpCaller http, InstantSource wall) {
        this(settings, http, PlatformClock.of(wall));
    }

    EsmClient(EsmSettings settings, HttpCaller http, PlatformClock time) {
        this(settings, http, time, null);
    }

    /** @param before another client with the same account; null = none */
    private EsmClient(EsmSettings settings, HttpCaller http, PlatformClock time, EsmClient before) {
        this.settings = settings;
        this.time = time;
        this.session = new EsmSession(settings, http, time);
        this.devices = new DeviceList(session, time);
        this.setup = new CycleSetup(settings, time, session, devices);
        this.closer = new QueryCloser(settings.name(), session, time);
        this.budget = before == null
                ? new QueryBudget(time, settings.key("max-queries-per-hour"), settings.maxQueriesPerHour())
                : before.budget.with(settings.maxQueriesPerHour());
        this.lookups = new RecordLookups(settings, time, session, devices, closer, budget);
        this.widerSearch = new WiderSearch(settings, lookups);
        this.order = new ReceiverOrder();
        LastEvents own = new LastEvents(settings, time, session, devices);
        this.lastEvents = before == null ? own : own.provenBy(before.lastEvents);
        this.plan = new QueryPlan(settings, budget, order, lastEvents);
        this.recall = new QueryRecall(settings.name(), budget, before == null ? null : before.recall);
        if (before != null) {
            session.pauseAs(before.session);
        }
    }

    /** Creates a client with the session of another one, and with all that it has learnt of the ESM. */
    private EsmClient(EsmSettings settings, EsmClient before) {
        this.settings = settings;
        this.time = before.time;
        this.session = before.session;
        this.devices = before.devices;
        this.setup = new CycleSetup(settings, time, session, devices);
        this.closer = before.closer;
        this.budget = before.budget.with(settings.maxQueriesPerHour());
        this.lookups = before.lookups.with(settings, budget);
        this.widerSearch = new WiderSearch(settings, lookups);
        this.order = before.order;
        this.lastEvents = before.lastEvents.with(settings);
        this.plan = new QueryPlan(settings, budget, order, lastEvents);
        this.recall = new QueryRecall(settings.name(), budget, before.recall);
    }

    /**
     * Returns a client with other settings for the same ESM. It shares the session of this one if these allow that;
     * otherwise it has one of its own, and this client is to be closed.
     *
     * @param http for a session of its own
     */
    public EsmClient with(EsmSettings others, HttpCaller http) {
        if (others.sharesSessionWith(settings)) {
            return new EsmClient(others, this);
        }
        return new EsmClient(others, http, time, others.hasAccountOf(settings) ? this : null);
    }

    /** Returns whether both use the same session. */
    public boolean sharesSessionWith(EsmClient other) {
        return session == other.session;
    }

    /** From now on, the queries that other processes have opened are counted, too: they are read before the next cycle. */
    public void remember(QueryMemory memory) {
        recall.from(memory);
    }

    /** Another process may have asked this ESM until now. */
    public void gained() {
        recall.again();
    }

    /**
     * Returns how many event queries were opened in each minute since 1970, those of the last hour; empty if what other
     * processes have opened could not be read yet, and is not counted in.
     */
    public Optional<Map<Long, Integer>> queriesByMinute() {
        return recall.isDone() ? Optional.of(budget.told()) : Optional.empty();
    }

    /** Opens a regular cycle: all checks, within {@link #longestCycle}. */
    public EsmCycle openCycle() {
        EsmCycle cycle = openCycle(longestCycle(), CheckFilter.ALL);
        cycle.repeats();
        return cycle;
    }

    /** Returns how long a regular cycle may take: its interval or the query timeout, whichever is longer. */
    public Duration longestCycle() {
        Duration every = settings.every();
        Duration query = settings.queryTimeout().plus(LONGEST_RESERVE);
        return every.compareTo(query) < 0 ? query : every;
    }

    /**
     * Opens a cycle: session, clock and, if it is due, the list of Receivers. No other one follows: every Receiver is
     * queried.
     *
     * @param within time for the whole cycle; a small part of it is reserved for closing queries
     * @param only   which checks to make; the session check is always made
     */
    public EsmCycle openCycle(Duration within, CheckFilter only) {
        recall.recall();
        Duration tenth = within.dividedBy(10);
        Duration reserve = tenth.compareTo(LONGEST_RESERVE) < 0 ? tenth : LONGEST_RESERVE;
        Deadline end = Deadline.in(time, within, "the time of this cycle");
        Deadline deadline = end.earlier(reserve);
        FairShare share =
                new FairShare(time, deadline, session.queries()::allowed, settings.queryTimeout(), settings.name());
        EsmCycle cycle = new EsmCycle(settings.name(), time, deadline, end, share);
        setup.open(cycle, only);
        order.sort(cycle.receivers());
        return cycle;
    }

    /** Returns whether a check of this ESM may match this filter. Asks nobody. */
    public boolean mayMatch(CheckFilter only) {
        return setup.mayMatch(only);
    }

    /** Returns the alarm lookup as a list of one; empty if there is nothing to lookup up. */
    public List<RecordLookup> planAlarmLookup(EsmCycle cycle) {
        return List.copyOf(cycle.alarms());
    }

    /**
     * Reads the last events of all devices in one call, which answers the questions about Receivers that need no query.
     * Does nothing in a cycle that is not repeated: rows are believed only after they have been compared.
     *
     * @return the same cycle
     */
    public EsmCycle readLastEvents(EsmCycle cycle) {
        if (cycle.isRepeated()) {
            lastEvents.read(cycle);
        }
        return cycle;
    }

    /**
     * Returns a lookup for each Receiver that is to be queried: beginning with those that answered last time or, if the
     * queries of an hour are limited, with suspects.
     */
    public List<RecordLookup> planEventLookups(EsmCycle cycle) {
        return plan.choose(cycle);
    }

    /** Looks up the newest alarm in the configured window. */
    public RecordLookup findNewestAlarm(RecordLookup lookup) {
        return lookups.alarms(lookup, lookup.watch().window());
    }

    /** Looks up the newest event of a Receiver in the configured window. */
    public RecordLookup findNewestEvent(RecordLookup lookup) {
        RecordLookup answered = lookups.events(lookup, lookup.watch().window());
        if (answered.isNotAsked()) {
            return lastEvents.instead(answered);
        }
        order.took(lookup.receiver(), !(answered.answer().observation() instanceof Unanswered));
        lastEvents.compare(answered);
        return answered;
    }

    /** Repeats a lookup that found nothing over three days; other lookups are returned as they are. */
    public RecordLookup searchWiderWindow(RecordLookup lookup) {
        return lookup.isEmpty() ? widerSearch.search(lookup) : lookup;
    }

    /**
     * Ends a cycle: returns one answer to each of its questions, in their order. A cycle that was abandoned because
     * Freshwatch is stopping has none: an incomplete cycle says nothing about the ESM.
     *
     * @param parts the {@link RecordLookup}s or {@link Answer}s received; anything else in it, and null, is ignored
     */
    public List<Answer> collectAnswers(EsmCycle cycle, Collection<?> parts) {
        if (session.isClosed()) {
            return List.of();
        }
        closer.closeLeftOver(cycle.end());
        return new AnswerCollector(cycle, session.failure(), time.now()).collect(parts == null ? List.of() : parts);
    }

    /**
     * Returns the Receivers of the ESM, including disabled ones, in the ESM's order. Reads them again, after a login if
     * necessary.
     */
    public List<Device> devices(Duration within) throws EsmException {
        Deadline deadline = Deadline.in(time, within, "the time for listing devices");
        session.ready(deadline);
        return List.copyOf(devices.refresh(deadline).values());
    }

    /** Abandons pending requests, closes their queries, and logs out; takes a few seconds at most. */
    @Override
    public void close() {
        session.close();
    }
}
