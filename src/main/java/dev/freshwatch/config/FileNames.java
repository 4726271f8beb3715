package dev.freshwatch.config;

import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * What file names this process can speak of. Java takes them as the locale of the system writes them: in the locale C (or
 * POSIX) that is ASCII alone, and other letters can be neither read nor opened. The launcher sees to a better one.
 */
public final class FileNames {

    private static final String REMEDY = "start it with LC_ALL=C.UTF-8 in its environment";

    /** What stands for letters that could not be read. */
    private static final char UNREADABLE = '\uFFFD';

    private FileNames() {}

    /**
     * Why a text is no path.
     *
     * @param hint what to write instead, where the text is to blame and not the locale
     */
    public static BadValue notAPath(String text, String hint) {
        return notAPath(text, hint, ofTheSystem());
    }

    static BadValue notAPath(String text, String hint, Charset names) {
        return names.newEncoder().canEncode(text)
                ? new BadValue("is not a path", hint)
                : new BadValue("has letters that a file name cannot have in the locale of this process", REMEDY);
    }

    /** What is wrong with a folder whose name came from outside in letters that this locale cannot read; null = nothing. */
    public static String problem(Path folder) {
        return folder.toString().indexOf(UNREADABLE) < 0
                ? null
                : "the name of the folder has letters that the locale of this process ("
                        + ofTheSystem().name() + ") does not have; " + REMEDY;
    }

    private static Charset ofTheSystem() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
