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

    /**
     * Returns after the line is on disk. A line that could not be written completely is taken back; one that a process left
     * unfinished when it was killed is ended, so that it does not spoil the next.
     */
    public synchronized void append(Notice notice, String path) throws IOException {
        byte[] event = CloudEvent.orFallback(notice);
        try (FileChannel file = FileChannel.open(
                directory.resolve(path),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            long end = file.size();
            ByteBuffer line = ByteBuffer.allocate(event.length + 2);
            if (isUnfinished(file, end)) {
                line.put((byte) '\n');
            }
            line.put(event).put((byte) '\n').flip();
            try {
                file.position(end);
                while (line.hasRemaining()) {
                    file.write(line);
                }
                file.force(true);
            } catch (IOException e) {
                takeBack(file, end, e);
                throw e;
            }
        }
    }

    private static void takeBack(FileChannel file, long end, IOException why) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static boolean isUnfinished(FileChannel file, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return end > 0 && file.read(last, end - 1) == 1 && last.get(0) != '\n';
    }
}
