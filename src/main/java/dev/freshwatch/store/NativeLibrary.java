package dev.freshwatch.store;

import dev.freshwatch.files.ProgramFolder;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/** The part of SQLite that is a program for this machine: it is unpacked and loaded once in a process. */
public final class NativeLibrary {

    private NativeLibrary() {}

    /**
     * Loads it.
     *
     * @param state the folder of the store
     * @throws StoreException where that is not possible, with the folder and what to do
     */
    public static void load(Path state) {
        ProgramFolder.choose(state);
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            String place = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
            throw cannotLoad(place, e);
        }
    }

    static StoreException cannotLoad(String place, Throwable cause) {
        StoreException failure = new StoreException("SQLite's own library cannot be unpacked into " + place
                + " and loaded from there; name a folder that this user can write and that is not mounted noexec:"
                + " JAVA_OPTS=-Dorg.sqlite.tmpdir=DIR");
        failure.initCause(cause);
        return failure;
    }
}
