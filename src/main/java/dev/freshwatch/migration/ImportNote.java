package dev.freshwatch.migration;

import java.util.Locale;

/**
 * What became of a setting.
 *
 * @param file the file that holds the setting, for people
 * @param line its line, from 1; 0 = it stands nowhere
 * @param text one harmless line without secrets
 */
public record ImportNote(String file, int line, Kind kind, String text) {

    /** What can become of it. */
    public enum Kind {
        CARRIED("carried over"),
        DROPPED("not carried over"),
        FAULT("was a fault");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** The note as it is shown, such as {@code healthmon.ini:4: carried over: …}. */
    public String shown() {
        String where = line == 0 ? file : file + ":" + line;
        return String.format(Locale.ROOT, "%s: %s: %s", where, kind.words, text);
    }
}
