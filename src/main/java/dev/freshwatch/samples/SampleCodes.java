package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.util.List;

/** States, reasons and limits as numbers. What is stored stays readable: only add at the end of these lists. */
final class SampleCodes {

    static final List<State> STATES = List.of(State.OK, State.WARNING, State.CRITICAL, State.UNKNOWN);

    static final List<Reason> REASONS = List.of(
            Reason.FRESH,
            Reason.UP,
            Reason.STALE,
            Reason.SILENT,
            Reason.FUTURE,
            Reason.MISSING,
            Reason.MISMATCH,
            Reason.SKEWED,
            Reason.SLOW,
            Reason.DOWN,
            Reason.DEGRADED,
            Reason.EXPIRING,
            Reason.UNREACHABLE,
            Reason.UNAUTHORIZED,
            Reason.UNREADABLE,
            Reason.OVERLOADED,
            Reason.MAINTENANCE,
            Reason.FAILED,
            Reason.TIMEOUT,
            Reason.OFF,
            Reason.FLAPPING);

    private SampleCodes() {}

    static void write(ByteSink sink, State state, Reason reason) {
        sink.unsigned(REASONS.indexOf(reason) * 4L + STATES.indexOf(state));
    }

    static State state(int code) {
        return STATES.get(code % 4);
    }

    static Reason reason(int code) {
        return REASONS.get(code / 4);
    }

    static int readKind(ByteSource source) throws UnreadableChunk {
        return source.upTo(REASONS.size() * 4 - 1);
    }

    static void write(ByteSink sink, Limits limits) {
        write(sink, limits.warnAfter());
        write(sink, limits.errorAfter());
    }

    private static void write(ByteSink sink, Duration limit) {
        sink.unsigned(limit == null ? 0 : limit.toMillis() + 1);
    }

    static Limits readLimits(ByteSource source) throws UnreadableChunk {
        return new Limits(limit(source), limit(source));
    }

    private static Duration limit(ByteSource source) throws UnreadableChunk {
        long millis = source.unsigned();
        return millis == 0 ? null : Duration.ofMillis(millis - 1);
    }
}
