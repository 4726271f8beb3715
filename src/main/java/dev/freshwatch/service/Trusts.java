package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.FileNames;
import dev.freshwatch.tls.Trust;
import dev.freshwatch.tls.UnusableCaFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One trust for each CA file, however many services name it. */
final class Trusts {

    private final Path directory;
    private final Map<Path, Trust> byFile = new HashMap<>();
    private Trust ofJava;

    Trusts(Path directory) {
        this.directory = directory;
    }

    /** From the folder of the configuration on. */
    Path path(String text) throws BadValue {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw FileNames.notAPath(text, "name a file");
        }
    }

    /** @param caFile a PEM file, from the folder of the configuration on */
    Trust of(String caFile) throws BadValue {
        try {
            Path file = path(caFile);
            Trust known = byFile.get(file);
            if (known == null) {
                known = Trust.of(file, false);
                byFile.put(file, known);
            }
            return known;
        } catch (UnusableCaFile e) {
            throw new BadValue("can not be used", e.getMessage());
        }
    }

    /** The CAs of the Java runtime. */
    Trust ofJava() {
        if (ofJava == null) {
            try {
                ofJava = Trust.of(null, false);
            } catch (UnusableCaFile e) {
                throw new IllegalStateException("no file was named", e);
            }
        }
        return ofJava;
    }
}
