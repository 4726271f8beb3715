package dev.freshwatch.app;

import dev.freshwatch.store.StoreException;
import dev.freshwatch.tls.UnusableCaFile;
import dev.freshwatch.web.WebServer;

/** It cannot start. The message is one plain line. */
public class StartupException extends Exception {

    private StartupException(String message) {
        super(message);
    }

    private StartupException(Throwable cause) {
        super(plain(cause), cause);
    }

    /** Nobody wanted it any more before it was started. */
    public static final class EndedEarly extends StartupException {
        EndedEarly() {
            super("it was to end before it had begun");
        }
    }

    /** This failure as one of the start. */
    static StartupException of(Exception failure) {
        return failure instanceof StartupException startup ? startup : new StartupException(failure);
    }

    /** Camel wraps what went wrong many times; our own words come first, else the innermost cause says it. */
    private static String plain(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof StoreException
                        || cause instanceof UnusableCaFile
                        || cause instanceof WebServer.CanNotServe)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
