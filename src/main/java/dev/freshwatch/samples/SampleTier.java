package dev.freshwatch.samples;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** How finely samples are stored. A chunk holds those of one check in one period. */
enum SampleTier {
    /** Samples as they were taken, in chunks of an hour. */
    RAW("sample_hour", 1),
    /** Rows of 5 minutes, in chunks of a day. */
    FIVE_MINUTES("sample_day", 300_000),
    /** Rows of an hour, in chunks of a month (UTC). */
    HOURS("sample_month", 3_600_000);

    static final long HOUR = Duration.ofHours(1).toMillis();
    static final long DAY = Duration.ofDays(1).toMillis();

    /** The highest number of a check, and one. */
    private static final long CHECKS = 1L << 20;

    private final String table;
    private final long width;

    SampleTier(String table, long width) {
        this.table = table;
        this.width = width;
    }

    String table() {
        return table;
    }

    /** Of a row, in milliseconds. */
    long width() {
        return width;
    }

    /** The number of the period with this time, in milliseconds since 1970. */
    long period(long at) {
        return switch (this) {
            case RAW -> Math.floorDiv(at, HOUR);
            case FIVE_MINUTES -> Math.floorDiv(at, DAY);
            case HOURS -> {
                LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
                yield date.getYear() * 12L + date.getMonthValue() - 1;
            }
        };
    }

    /** When a period begins. */
    long start(long period) {
        return switch (this) {
            case RAW -> period * HOUR;
            case FIVE_MINUTES -> period * DAY;
            case HOURS ->
                LocalDate.of((int) Math.floorDiv(period, 12L), (int) Math.floorMod(period, 12L) + 1, 1)
                                .toEpochDay()
                        * DAY;
        };
    }

    RowCodec codec(long period) {
        return new RowCodec(start(period), width);
    }

    static long slot(long period, long check) {
        if (check < 0 || check >= CHECKS) {
            throw new IllegalArgumentException("check number " + check);
        }
        return period * CHECKS + check;
    }

    /** The first slot of a period. */
    static long firstSlot(long period) {
        return period * CHECKS;
    }

    static long check(long slot) {
        return Math.floorMod(slot, CHECKS);
    }

    static long periodOf(long slot) {
        return Math.floorDiv(slot, CHECKS);
    }
}
