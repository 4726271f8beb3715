package dev.freshwatch.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word closest to a misspelt one. */
final class Nearest {

    private Nearest() {}

    /** The closest candidate within a few typing errors, or empty. */
    static Optional<String> of(String text, Collection<String> candidates) {
        int most = Math.max(2, text.length() / 4);
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - text.length()) <= most)
                .filter(candidate -> distance(text, candidate) <= most)
                .min(Comparator.comparingInt((String candidate) -> distance(text, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The number of insertions, deletions, replacements and swaps of neighbours; ignores case. */
    static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, one, other, i, j);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int step(int[][] steps, String one, String other, int i, int j) {
        int replaced = steps[i - 1][j - 1] + (same(one, i, other, j) ? 0 : 1);
        int least = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && same(one, i, other, j - 1) && same(one, i - 1, other, j);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }

    private static boolean same(String one, int i, String other, int j) {
        return Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
    }
}
