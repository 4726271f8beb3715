package dev.freshwatch.tls;

import java.io.IOException;
import java.nio.file.Path;

/** A CA file that can not be used. The message is one line: the file, what is wrong, and what to write instead. */
public final class UnusableCaFile extends IOException {

    UnusableCaFile(Path file, String wrong, String instead) {
        super(file + " " + wrong + "; " + instead);
    }
}
