package dev.freshwatch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A URL may contain a login, and drivers repeat it. */
class DatabaseQueryTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "jdbc:mysql://u:p@ss@host/db | denied: u, p@ss | denied: u, …",
                "jdbc:mysql://u:a%40b@host/db | denied: a@b or a%40b | denied: … or …",
                "jdbc:oracle:thin:scott/ti:ger@//db:1521/x | bad login scott/ti:ger | bad login scott/…",
                "jdbc:oracle:thin:scott/tiger@db:1521:x | bad login scott/tiger | bad login scott/…",
                "jdbc:other://reader@host/db?password=s3cret | no s3cret | no …",
                "jdbc:other://host:1433;password=s3cret;x=1 | no s3cret | no …",
                "jdbc:other://host/db | nothing hidden | nothing hidden"
            })
    void whatADriverRepeatsOfALoginIsMasked(String url, String message, String shown) {
        DatabaseQuery query = new DatabaseQuery(url, null, null, "SELECT 1", List.of(), Duration.ofSeconds(1));
        assertThat(query.withoutSecrets(message)).isEqualTo(shown);
    }
}
