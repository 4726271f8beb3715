package dev.freshwatch.config;

/**
 * Where a value is set.
 *
 * @param file the file name, or {@code environment variable X}, or {@code -Dx}
 * @param line from 1; 0 if there is none
 */
record SourceLocation(String file, int line) {

    static final String FILE = "application.properties";

    static final SourceLocation NOWHERE = new SourceLocation(FILE, 0);

    boolean inFile() {
        return line > 0;
    }

    /** {@code application.properties:12} */
    @Override
    public String toString() {
        return inFile() ? file + ":" + line : file;
    }

    /** How another line refers to this one: {@code line 12}. */
    String brief() {
        return inFile() ? "line " + line : file;
    }
}
