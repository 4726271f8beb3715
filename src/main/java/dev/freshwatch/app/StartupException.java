package dev.freshwatch.app;

import dev.freshwatch.store.StoreException;
import dev.freshwatch.tls.UnusableCaFile;
import dev.freshwatch.web.WebServer;

/** The application cannot start. The message is one plain line. */
public class StartupException extends Exception {

    private StartupException(String message) {
        super(message);
    }

    private StartupException(Throwable cause) {
        super(plain(cause), cause);
    }

    /** It was stopped before it had started. */
    public static final class EndedEarly extends StartupException {
        EndedEarly() {
            super("it was stopped before it had started");
        }
    }

    /** Wraps a failure of the start. */
    static StartupException of(Throwable failure) {
        return failure instanceof StartupException startup ? startup : new StartupException(failure);
    }

    /** Camel wraps exceptions many times: prefers our own messages, otherwise that of the innermost cause. */
    private static String plain(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof StoreException
                        || cause instanceof UnusableCaFile
                        || cause instanceof WebServer.CanNotServe)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof OutOfMemoryError) {
            return "there is not enough memory (" + message + ")";
        }
        return cause instanceof LinkageError ? "a class is missing or of another version (" + cause + ")" : message;
    }
}
