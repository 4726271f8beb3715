package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;
import java.util.Collection;
import java.util.function.Consumer;

/** The samples of a check in an hour as bytes: what is as in the sample before costs nothing. */
final class HourCodec {

    private static final int KIND = 1;
    private static final int LIMITS = 2;
    private static final int AGE = 4;
    private static final int RESPONSE = 8;

    /** One in every millisecond. */
    private static final int MOST = 3_600_000;

    private HourCodec() {}

    /**
     * @param start   of the hour, in milliseconds since 1970
     * @param samples of that hour, ascending, no two at the same time
     */
    static byte[] encode(long start, Collection<RawSample> samples) {
        ByteSink sink = new ByteSink();
        sink.unsigned(samples.size());
        RawSample before = null;
        long at = start;
        long step = 0;
        long age = 0;
        long response = 0;
        for (RawSample sample : samples) {
            boolean kind = before == null || sample.state() != before.state() || sample.reason() != before.reason();
            boolean limits = before == null || !sample.limits().equals(before.limits());
            sink.unsigned((kind ? KIND : 0)
                    | (limits ? LIMITS : 0)
                    | (sample.age() == RawSample.NONE ? 0 : AGE)
                    | (sample.response() == RawSample.NONE ? 0 : RESPONSE));
            sink.signed(sample.at() - at - step);
            step = sample.at() - at;
            at = sample.at();
            if (kind) {
                SampleCodes.write(sink, sample.state(), sample.reason());
            }
            if (limits) {
                SampleCodes.write(sink, sample.limits());
            }
            if (sample.age() != RawSample.NONE) {
                sink.signed(sample.age() - age);
                age = sample.age();
            }
            if (sample.response() != RawSample.NONE) {
                sink.signed(sample.response() - response);
                response = sample.response();
            }
            before = sample;
        }
        return Chunks.plain(sink.toBytes());
    }

    static void decode(long start, byte[] chunk, Consumer<RawSample> into) throws UnreadableChunk {
        ByteSource source = Chunks.open(chunk);
        int count = source.upTo(MOST);
        long at = start;
        long step = 0;
        long age = 0;
        long response = 0;
        int kind = 0;
        Limits limits = Limits.NONE;
        for (int i = 0; i < count; i++) {
            int flags = source.upTo(KIND | LIMITS | AGE | RESPONSE);
            step += source.signed();
            at += step;
            if ((flags & KIND) != 0) {
                kind = SampleCodes.readKind(source);
            }
            if ((flags & LIMITS) != 0) {
                limits = SampleCodes.readLimits(source);
            }
            if ((flags & AGE) != 0) {
                age += source.signed();
            }
            if ((flags & RESPONSE) != 0) {
                response += source.signed();
            }
            into.accept(new RawSample(
                    at,
                    SampleCodes.state(kind),
                    SampleCodes.reason(kind),
                    (flags & AGE) == 0 ? RawSample.NONE : age,
                    (flags & RESPONSE) == 0 ? RawSample.NONE : response,
                    limits));
        }
    }
}
