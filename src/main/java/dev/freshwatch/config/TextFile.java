package dev.freshwatch.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads small text files, and explains in plain words why one cannot be read. */
public final class TextFile {

    /** U+FEFF, which some editors put before UTF-8 text; not removed. */
    static final String MARK = "\uFEFF";

    private TextFile() {}

    /** The message says why and where, without the file name or its content. */
    public static final class Unreadable extends Exception {
        Unreadable(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Returns the whole text, which must be UTF-8 without NUL characters.
     *
     * @param longest in bytes; a longer file is refused
     * @throws Unreadable if it cannot be read, or is not such text
     */
    public static String read(Path file, int longest) throws Unreadable {
        return decode(bytes(file, longest));
    }

    /**
     * Returns the whole content.
     *
     * @param longest in bytes; a longer file is refused
     * @throws Unreadable if it cannot be read
     */
    public static byte[] bytes(Path file, int longest) throws Unreadable {
        if (!Files.exists(file)) {
            throw new Unreadable("there is no such file");
        }
        // A pipe or a device could block forever.
        if (!Files.isRegularFile(file)) {
            throw new Unreadable(Files.isDirectory(file) ? "it is a folder" : "it is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new Unreadable(String.format(Locale.ROOT, "it is longer than %d kB", longest / 1024));
            }
            return bytes;
        } catch (AccessDeniedException e) {
            throw new Unreadable("this user may not read it");
        } catch (IOException e) {
            throw new Unreadable("reading it failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The same, without a UTF-8 byte order mark: for files in which it has no meaning. */
    public static String readWithoutMark(Path file, int longest) throws Unreadable {
        String text = read(file, longest);
        return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }

    private static String decode(byte[] bytes) throws Unreadable {
        if (bytes.length > 1 && (begins(bytes, 0xFE, 0xFF) || begins(bytes, 0xFF, 0xFE))) {
            throw new Unreadable("it is UTF-16 text; save it as UTF-8");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, text, true);
        if (result.isError()) {
            throw new Unreadable("it is not UTF-8 text (" + place(bytes, in.position()) + "); save it as UTF-8");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new Unreadable("it has a NUL character (" + place(bytes, i) + "); save it as UTF-8 text");
            }
        }
        return text.flip().toString();
    }

    private static boolean begins(byte[] bytes, int first, int second) {
        return (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    /** The position and not the byte itself, which may be part of a password. */
    private static String place(byte[] bytes, int at) {
        int line = 1;
        int begin = 0;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == '\n') {
                line++;
                begin = i + 1;
            }
        }
        return String.format(Locale.ROOT, "line %d, byte %d of it", line, at - begin + 1);
    }
}
