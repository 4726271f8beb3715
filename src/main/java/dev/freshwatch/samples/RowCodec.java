package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The rows of a check in a day or a month as bytes: column by column, since equal things side by side deflate well. */
final class RowCodec {

    /** More than a month of hours or a day of five minutes has. */
    private static final int MOST = 4096;

    private final long start;
    private final long width;

    /**
     * @param start of the day or month, in milliseconds since 1970
     * @param width of a row, in milliseconds
     */
    RowCodec(long start, long width) {
        this.start = start;
        this.width = width;
    }

    /** @param rows ascending */
    byte[] encode(List<SampleRow> rows) {
        ByteSink sink = new ByteSink();
        sink.unsigned(rows.size());
        long index = -1;
        for (SampleRow row : rows) {
            long at = (row.start() - start) / width;
            sink.unsigned(at - index - 1);
            index = at;
        }
        column(sink, rows, row -> row.looks().ok());
        column(sink, rows, row -> row.looks().warning());
        column(sink, rows, row -> row.looks().critical());
        column(sink, rows, row -> row.looks().unknown());
        limits(sink, rows);
        figures(sink, rows.stream().map(SampleRow::age).toList());
        figures(sink, rows.stream().map(SampleRow::response).toList());
        return Chunks.deflated(sink.toBytes());
    }

    private static <T> void column(ByteSink sink, List<T> all, ToLongFunction<T> value) {
        all.forEach(each -> sink.unsigned(value.applyAsLong(each)));
    }

    private static void limits(ByteSink sink, List<SampleRow> rows) {
        Limits before = null;
        for (SampleRow row : rows) {
            boolean other = !row.limits().equals(before);
            sink.unsigned(other ? 1 : 0);
            if (other) {
                SampleCodes.write(sink, row.limits());
            }
            before = row.limits();
        }
    }

    private static void figures(ByteSink sink, List<RowFigures> all) {
        column(sink, all, figures -> figures == null ? 0 : figures.count());
        List<RowFigures> there = all.stream().filter(figures -> figures != null).toList();
        long before = 0;
        for (RowFigures figures : there) {
            sink.signed(figures.min() - before);
            before = figures.min();
        }
        column(sink, there, figures -> figures.sum() - figures.count() * figures.min());
        column(sink, there, figures -> figures.p50() - figures.min());
        column(sink, there, figures -> figures.p95() - figures.p50());
        column(sink, there, figures -> figures.max() - figures.p95());
    }

    List<SampleRow> decode(byte[] chunk) throws UnreadableChunk {
        ByteSource source = Chunks.open(chunk);
        int count = source.upTo(MOST);
        long[] starts = new long[count];
        long index = -1;
        for (int i = 0; i < count; i++) {
            index += source.upTo(MOST) + 1;
            starts[i] = start + index * width;
        }
        LookCounts[] looks = looks(source, count);
        Limits[] limits = new Limits[count];
        Limits before = Limits.NONE;
        for (int i = 0; i < count; i++) {
            before = source.upTo(1) == 1 ? SampleCodes.readLimits(source) : before;
            limits[i] = before;
        }
        RowFigures[] ages = figures(source, count);
        RowFigures[] responses = figures(source, count);
        List<SampleRow> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(new SampleRow(starts[i], looks[i], ages[i], responses[i], limits[i]));
        }
        return rows;
    }

    private static LookCounts[] looks(ByteSource source, int count) throws UnreadableChunk {
        int[][] columns = new int[4][];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = counts(source, count);
        }
        LookCounts[] looks = new LookCounts[count];
        for (int i = 0; i < count; i++) {
            looks[i] = new LookCounts(columns[0][i], columns[1][i], columns[2][i], columns[3][i]);
        }
        return looks;
    }

    private static int[] counts(ByteSource source, int count) throws UnreadableChunk {
        int[] counts = new int[count];
        for (int i = 0; i < count; i++) {
            counts[i] = source.upTo(Integer.MAX_VALUE);
        }
        return counts;
    }

    private static RowFigures[] figures(ByteSource source, int count) throws UnreadableChunk {
        int[] counts = counts(source, count);
        long[][] columns = new long[5][count];
        for (int column = 0; column < columns.length; column++) {
            for (int i = 0; i < count; i++) {
                if (counts[i] > 0) {
                    columns[column][i] = column == 0 ? source.signed() : source.unsigned();
                }
            }
        }
        RowFigures[] figures = new RowFigures[count];
        long min = 0;
        for (int i = 0; i < count; i++) {
            if (counts[i] > 0) {
                min += columns[0][i];
                long p50 = min + columns[2][i];
                long p95 = p50 + columns[3][i];
                figures[i] =
                        new RowFigures(counts[i], min, columns[1][i] + counts[i] * min, p50, p95, p95 + columns[4][i]);
            }
        }
        return figures;
    }
}
