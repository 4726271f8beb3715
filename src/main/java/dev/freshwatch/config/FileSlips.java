package dev.freshwatch.config;

/**
 * Finds what editors and shells leave in a file that should contain exactly one secret: it changes the secret, and a
 * platform would only report a wrong password. Never shows the content of the file.
 */
final class FileSlips {

    private static final String REALLY = "; if the value really is like that, use {{env:NAME}}";

    private FileSlips() {}

    /** What is wrong with the file, and a remedy. */
    record Slip(String what, String instead) {}

    /**
     * Returns the first mistake in a text, from which one line break has been removed; null = none.
     *
     * @param one whether it must be a single value on one line
     */
    static Slip in(String text, boolean one) {
        if (text.startsWith(TextFile.MARK)) {
            return new Slip(
                    "it begins with a byte order mark (BOM), which is not part of the value",
                    "save it as UTF-8 without BOM");
        }
        if (!one) {
            return null;
        }
        if (text.isBlank()) {
            return new Slip(text.isEmpty() ? "it is empty" : "it contains only blanks", "write the value into it");
        }
        if (text.stripTrailing().lines().count() > 1) {
            return new Slip("it has more than one line", "write only the value, on one line" + REALLY);
        }
        if (text.endsWith("\n") || text.endsWith("\r")) {
            return new Slip("it ends with more than one line break", "remove the empty lines" + REALLY);
        }
        if (!text.equals(text.strip())) {
            String where = text.equals(text.stripLeading()) ? "ends" : "begins";
            return new Slip("it " + where + " with a blank", "remove it" + REALLY);
        }
        return null;
    }
}
