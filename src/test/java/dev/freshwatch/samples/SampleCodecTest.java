package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written is read as it was, whatever it is; and what was not written by us is never believed. */
class SampleCodecTest {

    private static final int ROUNDS = 300;
    private static final long HOUR = 3_600_000;
    private static final long START = 494_352 * HOUR;

    private final Random random = new Random(20261127);

    private long value() {
        return switch (random.nextInt(6)) {
            case 0 -> RawSample.NONE;
            case 1 -> 0;
            case 2 -> 1L << 40;
            case 3 -> random.nextLong(1L << 40);
            default -> random.nextInt(2000);
        };
    }

    private Limits limits() {
        Duration[] some = {null, Duration.ZERO, Duration.ofMillis(1), Duration.ofMinutes(20), Duration.ofDays(3650)};
        return new Limits(some[random.nextInt(some.length)], some[random.nextInt(some.length)]);
    }

    private RawSample sample(long at, Limits limits) {
        return new RawSample(
                at,
                State.values()[random.nextInt(4)],
                Reason.values()[random.nextInt(Reason.values().length)],
                value(),
                value(),
                limits);
    }

    private List<RawSample> hour() {
        TreeMap<Long, RawSample> samples = new TreeMap<>();
        int count = random.nextInt(80);
        Limits limits = limits();
        for (int i = 0; i < count; i++) {
            long at = START + (random.nextInt(10) == 0 ? (random.nextBoolean() ? 0 : HOUR - 1) : random.nextLong(HOUR));
            limits = random.nextInt(5) == 0 ? limits() : limits;
            samples.put(at, sample(at, limits));
        }
        return List.copyOf(samples.values());
    }

    @Test
    void hours() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            List<RawSample> samples = hour();
            List<RawSample> read = new ArrayList<>();
            HourCodec.decode(START, HourCodec.encode(START, samples), read::add);
            assertThat(read).isEqualTo(samples);
        }
    }

    @Test
    void batches() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            List<BatchCodec.Numbered> samples = new ArrayList<>();
            for (RawSample sample : hour()) {
                long number = random.nextBoolean() ? random.nextInt(500) : random.nextLong(1L << 20);
                samples.add(random.nextInt(samples.size() + 1), new BatchCodec.Numbered(number, sample));
            }
            List<BatchCodec.Numbered> read = new ArrayList<>();
            BatchCodec.decode(
                    START,
                    BatchCodec.encode(START, samples),
                    (check, sample) -> read.add(new BatchCodec.Numbered(check, sample)));
            assertThat(read).isEqualTo(samples);
        }
    }

    private RowFigures figures() {
        int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(3600);
        if (count == 0) {
            return null;
        }
        Tally tally = new Tally();
        int values = 1 + random.nextInt(20);
        for (int i = 0; i < values; i++) {
            tally.add(Math.max(0, value()));
        }
        return tally.figures();
    }

    private List<SampleRow> rows(long start, long width, int periods) {
        List<SampleRow> rows = new ArrayList<>();
        Limits limits = limits();
        for (int i = 0; i < periods; i++) {
            if (random.nextInt(4) > 0) {
                limits = random.nextInt(9) == 0 ? limits() : limits;
                LookCounts looks = new LookCounts(
                        random.nextInt(6),
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextInt(2) * Integer.MAX_VALUE / 4);
                rows.add(new SampleRow(start + i * width, looks, figures(), figures(), limits));
            }
        }
        return rows;
    }

    @Test
    void rows() throws Exception {
        for (int i = 0; i < ROUNDS / 3; i++) {
            for (SampleTier tier : List.of(SampleTier.FIVE_MINUTES, SampleTier.HOURS)) {
                long period = tier.period(START + random.nextLong(10_000 * HOUR));
                long start = tier.start(period);
                int count = (int) ((tier.start(period + 1) - start) / tier.width());
                List<SampleRow> rows = rows(start, tier.width(), random.nextInt(count + 1));
                assertThat(tier.codec(period).decode(tier.codec(period).encode(rows)))
                        .isEqualTo(rows);
            }
        }
    }

    @Test
    void periodsFollowOneAnotherInAllTiers() {
        for (SampleTier tier : SampleTier.values()) {
            for (int i = 0; i < 1000; i++) {
                long at = random.nextLong(-5_000_000_000_000L, 5_000_000_000_000L);
                long period = tier.period(at);
                assertThat(tier.start(period)).isLessThanOrEqualTo(at);
                assertThat(tier.start(period + 1)).isGreaterThan(at);
                assertThat(tier.period(tier.start(period))).isEqualTo(period);
                assertThat(tier.period(tier.start(period + 1) - 1)).isEqualTo(period);
                long check = random.nextLong(1L << 20);
                assertThat(SampleTier.check(SampleTier.slot(period, check))).isEqualTo(check);
                assertThat(SampleTier.periodOf(SampleTier.slot(period, check))).isEqualTo(period);
            }
        }
        assertThatThrownBy(() -> SampleTier.slot(1, 1L << 20)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWrongBitAnywhereIsNoticed() {
        byte[] hour = HourCodec.encode(START, hour());
        byte[] day = SampleTier.FIVE_MINUTES
                .codec(20_598)
                .encode(rows(SampleTier.FIVE_MINUTES.start(20_598), SampleTier.FIVE_MINUTES.width(), 288));
        for (byte[] sound : List.of(hour, day)) {
            for (int bit = 0; bit < sound.length * 8; bit++) {
                byte[] wrong = sound.clone();
                wrong[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> Chunks.open(wrong)).isInstanceOf(UnreadableChunk.class);
            }
        }
    }

    /** As a later version, or another program, could have written them: with a checksum that is right. */
    @Test
    void whateverIsInAChunkReadingItEnds() {
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            chunks.add(garbage);
            chunks.add(Chunks.plain(garbage));
            chunks.add(Chunks.deflated(garbage));
        }
        for (byte[] chunk : chunks) {
            unreadableOrRead(() -> HourCodec.decode(START, chunk, sample -> {}));
            unreadableOrRead(() -> BatchCodec.decode(START, chunk, (check, sample) -> {}));
            unreadableOrRead(() -> SampleTier.FIVE_MINUTES.codec(20_598).decode(chunk));
        }
        assertThatThrownBy(() -> Chunks.open(null)).isInstanceOf(UnreadableChunk.class);
        assertThatThrownBy(() -> Chunks.open(Chunks.deflated(new byte[8 << 20])))
                .isInstanceOf(UnreadableChunk.class)
                .hasMessageContaining("too large");
    }

    /** Reads something. */
    private interface Reading {
        void read() throws UnreadableChunk;
    }

    private static void unreadableOrRead(Reading reading) {
        try {
            reading.read();
        } catch (UnreadableChunk e) {
            assertThat(e).hasMessageMatching("it .*|a number .*|its .*");
        }
    }

    /** What this version has written, later ones must read. */
    @Test
    void bytesOfTheFirstVersionStayReadable() throws Exception {
        List<RawSample> samples = List.of(
                new RawSample(START + 1_000, State.OK, Reason.FRESH, 30, 412, new Limits(null, Duration.ofMinutes(20))),
                new RawSample(
                        START + 61_050, State.OK, Reason.FRESH, 90, 399, new Limits(null, Duration.ofMinutes(20))),
                new RawSample(START + 121_000, State.UNKNOWN, Reason.TIMEOUT, -1, -1, Limits.NONE));
        String stored = HexFormat.of().formatHex(HourCodec.encode(START, samples));
        assertThat(stored).isEqualTo("01aee06e06030fd00f0000819f493cb8060cd49a07781903c7014b0000");
        List<RawSample> read = new ArrayList<>();
        HourCodec.decode(START, HexFormat.of().parseHex(stored), read::add);
        assertThat(read).isEqualTo(samples);
    }

    @Test
    void everyStateAndReasonHasACode() {
        assertThat(SampleCodes.STATES).containsExactlyInAnyOrder(State.values());
        assertThat(SampleCodes.REASONS).containsExactlyInAnyOrder(Reason.values());
    }
}
