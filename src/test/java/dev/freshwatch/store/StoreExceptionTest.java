package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.CertPathBuilderException;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Typical mistakes with PostgreSQL: the key, and what to write instead. */
class StoreExceptionTest {

    @Test
    void aHostThatThereIsNot() {
        SQLException failure = catchThrowableOfType(
                SQLException.class, () -> DriverManager.getConnection("jdbc:postgresql://db.invalid/freshwatch"));

        assertThat(StoreException.why(failure)).isEqualTo("unknown host db.invalid (state.url)");
    }

    @Test
    void aLoginThatIsRefused() {
        PSQLException failure =
                new PSQLException("password authentication failed for user \"fw\"", PSQLState.INVALID_PASSWORD);

        assertThat(StoreException.why(failure))
                .isEqualTo("password authentication failed for user \"fw\" (state.username, state.password)");
    }

    @Test
    void aCertificateOfAnUnknownCa() {
        SSLHandshakeException handshake = new SSLHandshakeException("PKIX path building failed");
        handshake.initCause(new CertPathBuilderException("unable to find valid certification path"));
        PSQLException failure = new PSQLException("SSL error", PSQLState.CONNECTION_FAILURE, handshake);

        assertThat(StoreException.why(failure))
                .isEqualTo("certificate is not trusted: it was not issued by a known CA; add sslrootcert=FILE after the"
                        + " ? of state.url");
    }
}
