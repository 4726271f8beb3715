package dev.freshwatch.report;

import java.util.List;

/** Aligns columns with two blanks between them, and no trailing blanks. */
final class AlignedColumns {

    private AlignedColumns() {}

    static List<String> of(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int at = 0; at < row.size(); at++) {
                widths[at] = Math.max(widths[at], row.get(at).length());
            }
        });
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int at = 0; at < row.size(); at++) {
                        line.append(row.get(at))
                                .append(" ".repeat(widths[at] - row.get(at).length() + 2));
                    }
                    return line.toString().stripTrailing();
                })
                .toList();
    }
}
