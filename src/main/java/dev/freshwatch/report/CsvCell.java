package dev.freshwatch.report;

import java.util.regex.Pattern;

/** A cell of a CSV file (RFC 4180) with a text that may come from a platform. */
public final class CsvCell {

    /** A spreadsheet of another language takes a semicolon or a tab for the end of a cell, even where it is no separator here. */
    private static final Pattern FORMULA = Pattern.compile("(^|[;\\t\\r\\n])(?=[ \\t]*[=+\\-@\\t\\r])");

    private static final Pattern QUOTED = Pattern.compile("[\",;\r\n]");

    private CsvCell() {}

    /** Returns the cell; what a spreadsheet would take for a formula begins with an apostrophe. */
    public static String of(String text) {
        String harmless = FORMULA.matcher(text).replaceAll("$1'");
        return QUOTED.matcher(harmless).find() ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
