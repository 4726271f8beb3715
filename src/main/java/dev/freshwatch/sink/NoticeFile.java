package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The bean {@code noticeFile}: appends notices to a file, each as one line with the CloudEvent of the webhook. The file is
 * opened for each notice, so other tools can rotate it; a new one has the mode 0600. Thread-safe.
 */
public final class NoticeFile {

    private final Path directory;

    /** @param directory where relative paths start */
    public NoticeFile(Path directory) {
        this.directory = directory;
    }

    /** Returns after the line is on disk. A line that could not be written completely is taken back. */
    public synchronized void append(Notice notice, String path) throws IOException {
        byte[] event = event(notice);
        ByteBuffer line = ByteBuffer.allocate(event.length + 1).put(event).put((byte) '\n');
        line.flip();
        try (FileChannel file = FileChannel.open(
                directory.resolve(path),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            long end = file.size();
            try {
                file.position(end);
                while (line.hasRemaining()) {
                    file.write(line);
                }
                file.force(true);
            } catch (IOException e) {
                file.truncate(end);
                throw e;
            }
        }
    }

    private static byte[] event(Notice notice) {
        try {
            return CloudEvent.bytes(notice);
        } catch (RuntimeException e) {
            FallbackText.log("CloudEvent", notice, e);
            return CloudEvent.fallback(notice);
        }
    }
}
