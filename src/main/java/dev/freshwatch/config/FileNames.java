package dev.freshwatch.config;

import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * File names that this process can represent. Java encodes them in the system locale: in the locale C (or POSIX) that
 * is ASCII, and files with other characters in their names can be neither read nor opened. The launcher sets a better
 * locale.
 */
public final class FileNames {

    private static final String REMEDY = "set LC_ALL=C.UTF-8 in its environment";

    /** Replaces characters that could not be decoded. */
    private static final char UNREADABLE = '\uFFFD';

    private FileNames() {}

    /**
     * Explains why a text is not a path.
     *
     * @param hint what to write instead if the text is wrong, rather than the locale
     */
    public static BadValue notAPath(String text, String hint) {
        return notAPath(text, hint, ofTheSystem());
    }

    static BadValue notAPath(String text, String hint, Charset names) {
        return names.newEncoder().canEncode(text)
                ? new BadValue("is not a path", hint)
                : new BadValue("has characters that file names cannot contain in the locale of this process", REMEDY);
    }

    /** What is wrong with a folder whose name contains characters that this locale cannot represent; null = nothing. */
    public static String problem(Path folder) {
        return folder.toString().indexOf(UNREADABLE) < 0
                ? null
                : "the name of the folder has characters that the locale of this process ("
                        + ofTheSystem().name() + ") cannot represent; " + REMEDY;
    }

    private static Charset ofTheSystem() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
