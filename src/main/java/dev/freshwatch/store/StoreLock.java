package dev.freshwatch.store;

import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock of a watch on an SQLite store: a separate file next to the database, so that other processes can still read
 * the database. It contains the process id of the holder.
 */
final class StoreLock implements AutoCloseable {

    /** Closing any channel of a file releases all locks of the process on it (POSIX), so it is not opened twice. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Another process may hold the lock briefly, to find out whether a watch is running. */
    private static final Duration PROBE_WAIT = Duration.ofMillis(500);

    private final Path database;
    private final Path lockFile;
    private FileChannel lock;

    /** @param database an absolute path */
    StoreLock(Path database) {
        this.database = database;
        this.lockFile = database.resolveSibling(database.getFileName() + ".lock");
    }

    /** @throws StoreException if another watch holds the lock, or the lock file cannot be written */
    void take() {
        if (!HELD.add(lockFile)) {
            throw inUse(", in this process");
        }
        try {
            lock = PrivateFiles.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!tryLock()) {
                throw inUse(holder());
            }
            lock.truncate(0);
            lock.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException | OverlappingFileLockException e) {
            close();
            throw new StoreException(
                    "the state folder " + database.getParent() + " cannot be written", SqliteFile.plain(e));
        } catch (StoreException e) {
            close();
            throw e;
        }
    }

    /**
     * Whether a watch in any process holds the lock.
     *
     * @throws StoreException if that cannot be determined
     */
    boolean isHeld() {
        if (Files.notExists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!HELD.add(lockFile)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            // A shared lock, so that two processes can check at the same time.
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException e) {
            throw new StoreException("it cannot be determined whether a watch is running", SqliteFile.plain(e));
        } finally {
            HELD.remove(lockFile);
        }
    }

    private boolean tryLock() throws IOException {
        long end = System.nanoTime() + PROBE_WAIT.toNanos();
        while (lock.tryLock() == null) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(PROBE_WAIT.toNanos() / 20);
        }
        return true;
    }

    private StoreException inUse(String holder) {
        return new StoreException("a watch is already running" + holder + ": it uses the store " + database
                + "; stop it, or set another state.url");
    }

    private String holder() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        lock.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d+") ? ", pid " + pid : "";
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new StoreException("the lock " + lockFile + " cannot be released", e);
        } finally {
            HELD.remove(lockFile);
        }
    }
}
