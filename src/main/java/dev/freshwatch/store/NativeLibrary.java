package dev.freshwatch.store;

import dev.freshwatch.files.ProgramFolder;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/** Unpacks and loads the native library of SQLite, once per process. */
public final class NativeLibrary {

    private NativeLibrary() {}

    /**
     * Loads the library.
     *
     * @param state the folder of the store
     * @throws StoreException if that is not possible, with the folder and a remedy
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
        StoreException failure = new StoreException("the native SQLite library cannot be unpacked into " + place
                + " and loaded from there; set a folder that this user can write to and that is not mounted noexec:"
                + " JAVA_OPTS=-Dorg.sqlite.tmpdir=DIR");
        failure.initCause(cause);
        return failure;
    }
}
