package dev.freshwatch.sim;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Behaviour of the simulated ESM where ESMs differ. May be changed at any time; applies from the next request on. */
public final class EsmBehaviour {

    /** A query duration: longer than anyone waits. */
    public static final Duration NEVER = Duration.ofDays(3650);

    /** The API surfaces offered. */
    public enum Surfaces {
        /** No v2: before 10.x. */
        V1_ONLY,
        /** Everything in v1; only the query commands in v2. */
        V2_FOR_QUERIES,
        /** Everything in both. */
        BOTH
    }

    /** The order of the alarm list, which is not documented. */
    public enum AlarmOrder {
        NEWEST_FIRST,
        OLDEST_FIRST,
        SHUFFLED
    }

    /** The interpretation of {@code <id>/8}. */
    public enum Mask {
        /** The device and everything below it. */
        SUBTREE,
        /** Eight leading bits: every device of the ESM, so that another Receiver may answer. */
        LEADING_BITS
    }

    volatile Surfaces surfaces = Surfaces.BOTH;
    volatile AlarmOrder alarmOrder = AlarmOrder.NEWEST_FIRST;
    volatile Mask mask = Mask.SUBTREE;
    volatile String version = "11.6.0";
    volatile LoginCode loginCode;
    volatile int loginStatus = 200;
    volatile int refusedLoginStatus = 401;
    volatile SimRefusal lostSession = SimRefusal.of(401, "ERROR_InvalidSession");
    volatile int callsPerSession = Integer.MAX_VALUE;
    volatile boolean bareClock;
    volatile boolean numericIds;
    volatile boolean standardOffsets = true;
    volatile boolean rangesEndNow;
    volatile Duration latency = Duration.ZERO;
    volatile int queryCap = Integer.MAX_VALUE;
    volatile SimRefusal overCap = SimRefusal.of(429, "Too many queries");
    private volatile Duration queryDuration = Duration.ZERO;
    private final Map<Long, Duration> queryDurations = new ConcurrentHashMap<>();
    private final BulkBehaviour bulk = new BulkBehaviour();

    /** Returns the behaviour of the calls for the last events of all devices. */
    public BulkBehaviour bulk() {
        return bulk;
    }

    public EsmBehaviour surfaces(Surfaces offered) {
        surfaces = offered;
        return this;
    }

    public EsmBehaviour alarmOrder(AlarmOrder order) {
        alarmOrder = order;
        return this;
    }

    public EsmBehaviour mask(Mask reading) {
        mask = reading;
        return this;
    }

    /** Sets a version such as {@code 11.3.2}; it determines the login code, unless {@link #loginCode} does. */
    public EsmBehaviour version(String number) {
        version = number;
        return this;
    }

    /** @param code null = by version */
    public EsmBehaviour loginCode(LoginCode code) {
        loginCode = code;
        return this;
    }

    LoginCode loginCode() {
        return loginCode == null ? LoginCode.of(version) : loginCode;
    }

    /** 200 or 201. */
    public EsmBehaviour loginStatus(int status) {
        loginStatus = status;
        return this;
    }

    /** 401 or 400. */
    public EsmBehaviour refusedLoginStatus(int status) {
        refusedLoginStatus = status;
        return this;
    }

    /** Sets the answer to calls with an expired or invalid session; the texts are in esm.md section 2. */
    public EsmBehaviour lostSession(int status, String text) {
        lostSession = SimRefusal.of(status, text);
        return this;
    }

    /** Makes sessions get lost after this many calls. */
    public EsmBehaviour callsPerSession(int calls) {
        callsPerSession = calls;
        return this;
    }

    /** Sets whether v2 returns its clock as a bare string. */
    public EsmBehaviour bareClock(boolean bare) {
        bareClock = bare;
        return this;
    }

    /** Sets whether v2 returns 64-bit ids as numbers instead of strings. */
    public EsmBehaviour numericIds(boolean numeric) {
        numericIds = numeric;
        return this;
    }

    /** Sets whether zone offsets are those of standard time all year. */
    public EsmBehaviour standardOffsets(boolean standard) {
        standardOffsets = standard;
        return this;
    }

    /** Sets whether ranges such as LAST_HOUR exclude what is ahead of the ESM's clock. */
    public EsmBehaviour rangesEndNow(boolean end) {
        rangesEndNow = end;
        return this;
    }

    /** Sets the minimum duration of every request. */
    public EsmBehaviour latency(Duration perRequest) {
        latency = perRequest;
        return this;
    }

    /** Sets how long queries take from submission to completion. */
    public EsmBehaviour queryDuration(Duration duration) {
        queryDuration = duration;
        return this;
    }

    /** Sets how long queries about this device take. */
    public EsmBehaviour queryDuration(long deviceId, Duration duration) {
        queryDurations.put(deviceId, duration);
        return this;
    }

    Duration queryDurationOf(long deviceId) {
        return queryDurations.getOrDefault(deviceId, queryDuration);
    }

    /** Sets how many queries may be open, including complete ones that were not closed; more are refused. */
    public EsmBehaviour queryCap(int cap) {
        queryCap = cap;
        return this;
    }

    /** Sets the answer to a query above the cap. */
    public EsmBehaviour overCap(int status, String text) {
        overCap = SimRefusal.of(status, text);
        return this;
    }
}
