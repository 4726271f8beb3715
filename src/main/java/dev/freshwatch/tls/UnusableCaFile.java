package dev.freshwatch.tls;

import java.io.IOException;
import java.nio.file.Path;

/** A CA file cannot be used. The message is one line: the file, what is wrong with it, and what to write instead. */
public final class UnusableCaFile extends IOException {

    private final String wrong;

    UnusableCaFile(Path file, String wrong, String instead) {
        super(file + " " + wrong + "; " + instead);
        this.wrong = wrong;
    }

    /** Returns what is wrong with it, without its name. */
    String problem() {
        return "it " + wrong;
    }
}
