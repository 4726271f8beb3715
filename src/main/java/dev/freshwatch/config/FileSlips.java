package dev.freshwatch.config;

/**
 * What editors and shells leave in a file that shall hold one secret: with it the secret is another one, and a platform
 * would only say that the password is wrong. Shows nothing of what is in the file.
 */
final class FileSlips {

    private static final String REALLY = "; one that really is so comes in by {{env:NAME}}";

    private FileSlips() {}

    /** What is wrong with the file, and what to do. */
    record Slip(String what, String instead) {}

    /**
     * The first slip in a text, from which one line end was cut; null = none.
     *
     * @param one whether it shall be one value on one line
     */
    static Slip in(String text, boolean one) {
        if (text.startsWith(TextFile.MARK)) {
            return new Slip(
                    "it begins with a byte order mark (BOM), which is no part of the value",
                    "save it as UTF-8 without BOM");
        }
        if (!one) {
            return null;
        }
        if (text.isBlank()) {
            return new Slip(text.isEmpty() ? "it is empty" : "it holds only blanks", "write the value into it");
        }
        if (text.stripTrailing().lines().count() > 1) {
            return new Slip("it has more than one line", "write the value alone, on one line" + REALLY);
        }
        if (text.endsWith("\n") || text.endsWith("\r")) {
            return new Slip("it ends with more than one line end", "take out the empty lines" + REALLY);
        }
        if (!text.equals(text.strip())) {
            String where = text.equals(text.stripLeading()) ? "ends" : "begins";
            return new Slip("it " + where + " with a blank", "take it out" + REALLY);
        }
        return null;
    }
}
