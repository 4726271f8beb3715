package dev.freshwatch.jdbc;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import javax.net.ssl.SSLException;

/** A query has not given its rows. The message is one plain line without secrets, which names the parameter to change. */
public final class DatabaseFailure extends IOException {

    private static final long serialVersionUID = 1;

    private static final int LONGEST = 200;

    /** The driver has no exception type and no SQL state for a certificate of another host. */
    private static final String OTHER_HOST = "could not be verified by hostnameverifier";

    private final Reason reason;

    DatabaseFailure(Reason reason, String line) {
        super(line);
        this.reason = reason;
    }

    /** Returns why a check that depends on the query is unknown. */
    public Reason reason() {
        return reason;
    }

    static DatabaseFailure of(SQLException failure, DatabaseQuery query) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return new DatabaseFailure(Reason.UNREACHABLE, "unknown host " + line(cause, query) + " (url)");
            }
            if (cause instanceof CertPathBuilderException) {
                return new DatabaseFailure(
                        Reason.UNREACHABLE,
                        "certificate is not trusted: it was not issued by a known CA; "
                                + (query.isPostgres()
                                        ? "add sslrootcert=FILE after the ? of url"
                                        : "name the file of the CA in url, in the way of its driver"));
            }
            if (cause instanceof SSLException) {
                return new DatabaseFailure(Reason.UNREACHABLE, "no TLS connection: " + line(cause, query));
            }
        }
        if (String.valueOf(failure.getMessage()).contains(OTHER_HOST)) {
            return new DatabaseFailure(Reason.UNREACHABLE, "its certificate is not valid for the host name in url");
        }
        return bySqlState(failure, String.valueOf(failure.getSQLState()), query);
    }

    /** PostgreSQL, appendix A; other drivers have classes for the most important ones. */
    private static DatabaseFailure bySqlState(SQLException failure, String state, DatabaseQuery query) {
        String line = line(failure, query);
        if (failure instanceof SQLTimeoutException) {
            return new DatabaseFailure(Reason.TIMEOUT, "query not complete within its timeout");
        }
        if (state.startsWith("28") || failure instanceof SQLInvalidAuthorizationSpecException) {
            return new DatabaseFailure(Reason.UNAUTHORIZED, "login refused (username, password): " + line);
        }
        if (state.startsWith("08")
                || state.startsWith("57P")
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientConnectionException) {
            return new DatabaseFailure(Reason.UNREACHABLE, line);
        }
        return switch (state) {
            case "42501" -> new DatabaseFailure(Reason.UNAUTHORIZED, "the account may not do this: " + line);
            case "53300" -> new DatabaseFailure(Reason.OVERLOADED, line);
            case "57014" -> new DatabaseFailure(Reason.TIMEOUT, "query not complete within its timeout");
            case "25006" -> new DatabaseFailure(Reason.FAILED, "the query is not one that only reads");
            default -> new DatabaseFailure(Reason.FAILED, "query failed: " + line);
        };
    }

    /** A driver of others has thrown what JDBC does not provide for, such as a class that is missing. */
    static DatabaseFailure ofDriver(Throwable failure, DatabaseQuery query) {
        return new DatabaseFailure(
                Reason.FAILED,
                "its driver failed: " + failure.getClass().getSimpleName() + ": " + line(failure, query));
    }

    static DatabaseFailure notCutOff(Throwable failure) {
        DatabaseFailure late = new DatabaseFailure(
                Reason.TIMEOUT, "query not complete within its timeout, and its driver cannot cut it off");
        late.initCause(failure);
        return late;
    }

    private static String line(Throwable failure, DatabaseQuery query) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : PlainText.line(query.withoutSecrets(message).strip().replaceAll("\\s+", " "), LONGEST);
    }
}
