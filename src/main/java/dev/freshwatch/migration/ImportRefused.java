package dev.freshwatch.migration;

import java.util.Locale;

/** A file of another tool cannot be imported. The message names the file, and the line where there is one. */
public final class ImportRefused extends Exception {

    /**
     * @param file its name, for the message
     * @param line from 1; 0 = the file as a whole
     * @param what a clause that says what is wrong and what to do; holds no value of the file
     */
    ImportRefused(String file, int line, String what) {
        super(
                line == 0
                        ? String.format(Locale.ROOT, "%s: %s", file, what)
                        : String.format(Locale.ROOT, "%s, line %d: %s", file, line, what),
                null,
                false,
                false);
    }
}
