package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;
import java.util.List;

/** Samples of several checks in the order of their arrival as bytes. */
final class BatchCodec {

    private static final int LIMITS = 1;
    private static final int AGE = 2;
    private static final int RESPONSE = 4;

    private static final int MOST = 10_000_000;

    private BatchCodec() {}

    /** A sample of the check with this number. */
    record Numbered(long check, RawSample sample) {}

    /** Takes what is read. */
    @FunctionalInterface
    interface Into {
        void add(long check, RawSample sample);
    }

    /** @param start of the hour of the samples, in milliseconds since 1970 */
    static byte[] encode(long start, List<Numbered> samples) {
        ByteSink sink = new ByteSink();
        sink.unsigned(samples.size());
        long check = 0;
        long at = start;
        Limits limits = null;
        for (Numbered numbered : samples) {
            RawSample sample = numbered.sample();
            boolean other = !sample.limits().equals(limits);
            sink.unsigned((other ? LIMITS : 0)
                    | (sample.age() == RawSample.NONE ? 0 : AGE)
                    | (sample.response() == RawSample.NONE ? 0 : RESPONSE));
            sink.signed(numbered.check() - check);
            sink.signed(sample.at() - at);
            SampleCodes.write(sink, sample.state(), sample.reason());
            if (other) {
                SampleCodes.write(sink, sample.limits());
            }
            if (sample.age() != RawSample.NONE) {
                sink.unsigned(sample.age());
            }
            if (sample.response() != RawSample.NONE) {
                sink.unsigned(sample.response());
            }
            check = numbered.check();
            at = sample.at();
            limits = sample.limits();
        }
        return Chunks.plain(sink.toBytes());
    }

    static void decode(long start, byte[] chunk, Into into) throws UnreadableChunk {
        ByteSource source = Chunks.open(chunk);
        int count = source.upTo(MOST);
        long check = 0;
        long at = start;
        Limits limits = Limits.NONE;
        for (int i = 0; i < count; i++) {
            int flags = source.upTo(LIMITS | AGE | RESPONSE);
            check += source.signed();
            at += source.signed();
            int kind = SampleCodes.readKind(source);
            if ((flags & LIMITS) != 0) {
                limits = SampleCodes.readLimits(source);
            }
            long age = (flags & AGE) == 0 ? RawSample.NONE : source.unsigned();
            long response = (flags & RESPONSE) == 0 ? RawSample.NONE : source.unsigned();
            into.add(
                    check, new RawSample(at, SampleCodes.state(kind), SampleCodes.reason(kind), age, response, limits));
        }
    }
}
