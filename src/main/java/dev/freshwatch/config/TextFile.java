package dev.freshwatch.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads small files of text, and says in plain words why one can not be read. */
final class TextFile {

    private TextFile() {}

    /** The message says why, without the file's name. */
    static final class Unreadable extends Exception {
        Unreadable(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * The whole text.
     *
     * @param longest in bytes; a longer file is refused
     */
    static String read(Path file, int longest) throws Unreadable {
        if (!Files.exists(file)) {
            throw new Unreadable("there is no such file");
        }
        // A pipe or a device could keep us waiting for ever.
        if (!Files.isRegularFile(file)) {
            throw new Unreadable(Files.isDirectory(file) ? "it is a folder" : "it is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new Unreadable(String.format(Locale.ROOT, "it is longer than %d kB", longest / 1024));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable("it is not UTF-8 text");
        } catch (AccessDeniedException e) {
            throw new Unreadable("this user may not read it");
        } catch (IOException e) {
            throw new Unreadable("reading it failed (" + e.getClass().getSimpleName() + ")");
        }
    }
}
