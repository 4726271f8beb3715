package dev.freshwatch.store;

import dev.freshwatch.freshness.PlainText;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The store cannot be opened, read or written. The message is one plain line that can be shown to operators. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Connection lost or not established, server shutting down or starting, out of connections, or read-only, as a standby
     * is until it is promoted (PostgreSQL, appendix A). Of class 08 only these: a server that rejects us (08004) or does not speak PostgreSQL (08P01) will not change
     * by itself.
     */
    private static final Pattern AWAY = Pattern.compile("0800[0136]|57P0[123]|53300|25006");

    /** The driver has no exception type and no SQL state for a certificate of another host. */
    private static final String OTHER_HOST = "could not be verified by hostnameverifier";

    private static final Pattern UNSUPPORTED = Pattern.compile("unsupported startup parameter: ([a-z_]+)");

    StoreException(String line) {
        super(line);
    }

    StoreException(String line, Throwable cause) {
        super(line + ": " + why(cause) + ofCertificate(line, cause), cause);
    }

    /** Whose message says everything. */
    static StoreException of(String line, Throwable cause) {
        StoreException failure = new StoreException(line);
        failure.initCause(cause);
        return failure;
    }

    /** Returns the same failure with a remedy. */
    StoreException with(String remedy) {
        StoreException more = new StoreException(getMessage() + "; " + remedy);
        more.initCause(this);
        return more;
    }

    /** Whether the file itself is damaged, or is not a database. */
    static boolean isDamage(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && switch (primary(sqlite)) {
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
                    default -> false;
                };
    }

    /** Whether a table does not exist: the store belongs to an older version and was not migrated. */
    public static boolean isMissingTable(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            // it has no error code of its own
            return primary(sqlite) == SQLiteErrorCode.SQLITE_ERROR
                    && String.valueOf(sqlite.getMessage()).contains("no such table");
        }
        return PSQLState.UNDEFINED_TABLE.getState().equals(failure.getSQLState());
    }

    /** Whether repeating the query would also time out: the store is locked or unavailable. */
    public static boolean isWaitedFor(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return switch (primary(sqlite)) {
                case SQLITE_BUSY, SQLITE_LOCKED -> true;
                default -> false;
            };
        }
        return AWAY.matcher(String.valueOf(failure.getSQLState())).matches();
    }

    /** Whether the disk cannot be written to, for any reason. */
    static boolean isDisk(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && switch (primary(sqlite)) {
                    case SQLITE_FULL, SQLITE_READONLY, SQLITE_PERM, SQLITE_IOERR, SQLITE_CANTOPEN -> true;
                    default -> false;
                };
    }

    /**
     * Whether the database is unavailable only for now, so that a later attempt may succeed. A refused login, a missing
     * database or an untrusted certificate needs an operator.
     */
    public boolean isAway() {
        boolean away = false;
        for (Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException
                    || isForOtherHost(cause)
                    || cause instanceof FileNotFoundException
                    || refusesCertificate(cause)) {
                return false;
            }
            if (cause instanceof SQLException database && database.getSQLState() != null) {
                away |= AWAY.matcher(database.getSQLState()).matches();
            }
        }
        return away;
    }

    private static boolean isForOtherHost(Throwable cause) {
        return cause instanceof PSQLException
                && String.valueOf(cause.getMessage()).contains(OTHER_HOST);
    }

    /** Describes the cause in a few words. */
    public static String why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException postgres) {
                return why(postgres);
            }
            if (cause instanceof StoreInUse || cause instanceof UnfitSession) {
                return line(cause);
            }
            if (cause instanceof SQLiteException sqlite) {
                return switch (primary(sqlite)) {
                    case SQLITE_FULL -> "no space left on the disk";
                    case SQLITE_READONLY, SQLITE_PERM -> "it is read-only";
                    case SQLITE_BUSY, SQLITE_LOCKED -> "another process has it locked";
                    case SQLITE_IOERR -> "disk I/O error";
                    case SQLITE_CANTOPEN -> "it cannot be opened";
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> "it is damaged";
                    default -> line(sqlite);
                };
            }
        }
        return line(failure);
    }

    /** Adds the configuration key for typical mistakes, which the driver does not name. */
    private static String why(PSQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host " + line(cause) + " (state.url)";
            }
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "certificate is not trusted: it has expired, or is not valid yet";
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return "certificate is not trusted: it was not issued by a known CA; add sslrootcert=FILE after the ?"
                        + " of state.url";
            }
        }
        if (isForOtherHost(failure)) {
            return "its certificate is not valid for the host name in state.url; use a name from the certificate there";
        }
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(PSQLState.INVALID_AUTHORIZATION_SPECIFICATION.getState())) {
            // required by pg_hba.conf; the message is in the language of the server
            return line(failure) + " (state.username; if the server requires a client certificate: sslcert=FILE and"
                    + " sslkey=FILE after the ? of state.url)";
        }
        String refused = unsupportedByPooler(failure);
        if (refused != null) {
            return refused;
        }
        return line(failure) + (state.startsWith("28") ? " (state.username, state.password)" : "");
    }

    /** What PgBouncer says about what a client asks for at its start; null = it is something else. */
    private static String unsupportedByPooler(PSQLException failure) {
        Matcher refused = UNSUPPORTED.matcher(line(failure));
        if (!refused.find()) {
            return null;
        }
        return line(failure)
                + (refused.group(1).equals("search_path")
                        ? "; leave out currentSchema in state.url, and set the schema by ALTER ROLE … SET search_path"
                        : "; leave it to PgBouncer, as ignore_startup_parameters");
    }

    /**
     * A server that rejects our certificate closes the connection, often before its alert is read, or reports a wrong
     * password, if pg_hba.conf requires both and the CN does not match.
     *
     * @param line contains the URL
     */
    private static String ofCertificate(String line, Throwable failure) {
        if (!line.contains("sslcert=")) {
            return "";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean login = cause instanceof PSQLException postgres
                    && PSQLState.INVALID_PASSWORD.getState().equals(postgres.getSQLState());
            boolean ended = cause instanceof SSLException
                    || cause instanceof EOFException
                    || (cause instanceof SocketException && !(cause instanceof ConnectException));
            if (login || (ended && !(cause instanceof SSLException tls && isDistrust(tls)))) {
                return "; or the server rejects the client certificate: add sslcert=FILE and sslkey=FILE after the ?"
                        + " of state.url, from a CA that it trusts and with state.username as CN";
            }
        }
        return "";
    }

    /** Whether it was this side that rejected the peer. */
    private static boolean isDistrust(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the peer rejected our certificate with a TLS alert, for which there is no exception type. */
    private static boolean refusesCertificate(Throwable cause) {
        return cause instanceof SSLException
                && String.valueOf(cause.getMessage()).matches(".*alert.*(certificate|unknown_ca).*");
    }

    private static SQLiteErrorCode primary(SQLiteException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & 0xff);
    }

    private static String line(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : PlainText.line(message.strip(), 300);
    }
}
