package dev.freshwatch.store;

import dev.freshwatch.freshness.PlainText;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The store cannot be opened, read or written. The message is one plain line that can be shown to an operator. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Connection lost or not made, the server ends or starts, it has no connection left (PostgreSQL, appendix A). Of class
     * 08 only these: a server that rejects us (08004) or speaks no PostgreSQL (08P01) does so tomorrow too.
     */
    private static final Pattern AWAY = Pattern.compile("0800[0136]|57P0[123]|53300");

    /** The driver has no type and no state of its own for a certificate that is for another host. */
    private static final String OTHER_HOST = "could not be verified by hostnameverifier";

    StoreException(String line) {
        super(line);
    }

    StoreException(String line, Throwable cause) {
        super(line + ": " + why(cause) + ofCertificate(line, cause), cause);
    }

    /** The same failure, with what to do about it. */
    StoreException with(String remedy) {
        StoreException more = new StoreException(getMessage() + "; " + remedy);
        more.initCause(this);
        return more;
    }

    /** Whether the cause says that the file itself is damaged, or no database at all. */
    static boolean isDamage(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && switch (primary(sqlite)) {
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
                    default -> false;
                };
    }

    /** Whether a table is not there: the store is of an older version, and has not been brought up to date. */
    public static boolean isMissingTable(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            // it has no code of its own
            return primary(sqlite) == SQLiteErrorCode.SQLITE_ERROR
                    && String.valueOf(sqlite.getMessage()).contains("no such table");
        }
        return PSQLState.UNDEFINED_TABLE.getState().equals(failure.getSQLState());
    }

    /** Whether the same question would be waited for in vain again: the store is locked, or away. */
    public static boolean isWaitedFor(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return switch (primary(sqlite)) {
                case SQLITE_BUSY, SQLITE_LOCKED -> true;
                default -> false;
            };
        }
        return AWAY.matcher(String.valueOf(failure.getSQLState())).matches();
    }

    /** Whether the cause says that the disk does not take what is written, for whatever reason. */
    static boolean isDisk(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && switch (primary(sqlite)) {
                    case SQLITE_FULL, SQLITE_READONLY, SQLITE_PERM, SQLITE_IOERR, SQLITE_CANTOPEN -> true;
                    default -> false;
                };
    }

    /**
     * Whether the database cannot be reached for now, so that it may be there at another try. A login that is refused, a
     * database that does not exist or a certificate that is not trusted is mended by people.
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
            if (cause instanceof PSQLException postgres && postgres.getSQLState() != null) {
                away |= AWAY.matcher(postgres.getSQLState()).matches();
            }
        }
        return away;
    }

    private static boolean isForOtherHost(Throwable cause) {
        return cause instanceof PSQLException
                && String.valueOf(cause.getMessage()).contains(OTHER_HOST);
    }

    /** What is wrong, in a few words. */
    public static String why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException postgres) {
                return why(postgres);
            }
            if (cause instanceof StoreInUse) {
                return line(cause);
            }
            if (cause instanceof SQLiteException sqlite) {
                return switch (primary(sqlite)) {
                    case SQLITE_FULL -> "no space left on the disk";
                    case SQLITE_READONLY, SQLITE_PERM -> "it is read-only";
                    case SQLITE_BUSY, SQLITE_LOCKED -> "another process keeps it locked";
                    case SQLITE_IOERR -> "the disk answers with an error";
                    case SQLITE_CANTOPEN -> "it cannot be opened";
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> "it is damaged";
                    default -> line(sqlite);
                };
            }
        }
        return line(failure);
    }

    /** With the key by which the typical mistakes are mended; what the driver says of them names none. */
    private static String why(PSQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host " + line(cause) + " (state.url)";
            }
            if (cause instanceof CertPathBuilderException) {
                return "certificate is not trusted: it does not lead to a known CA; write sslrootcert=FILE behind the ?"
                        + " of state.url";
            }
        }
        if (isForOtherHost(failure)) {
            return "its certificate is for another host than state.url names; write the name of the certificate there";
        }
        String state = String.valueOf(failure.getSQLState());
        if (state.equals(PSQLState.INVALID_AUTHORIZATION_SPECIFICATION.getState())) {
            // what pg_hba.conf demands; the words are in the language of the server
            return line(failure) + " (state.username; where the server asks for a client certificate: sslcert=FILE and"
                    + " sslkey=FILE behind the ? of state.url)";
        }
        return line(failure) + (state.startsWith("28") ? " (state.username, state.password)" : "");
    }

    /**
     * A server that does not take our certificate ends the connection, often before its alert is read, or says that the
     * password is wrong, where pg_hba.conf demands both and the CN is another one.
     *
     * @param line names the URL
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
                return "; or the server does not take the client certificate: write sslcert=FILE and sslkey=FILE behind the ?"
                        + " of state.url, of a CA that it trusts and with state.username as CN";
            }
        }
        return "";
    }

    /** It is we who ended it. */
    private static boolean isDistrust(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the peer ended TLS because of our certificate: an alert, for which there is no type of its own. */
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
