package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.jdbc.DatabaseQuery;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code service-sql} with drivers of others, which keep to JDBC more or less. It is 12:00. */
class OtherDriverTest {

    private static final String URL = "jdbc:other://reader:s3cret@db.example/siem?apiToken=t0ken&ssl=true";

    private Driver driver;

    /** @param connect what the driver does for each connection */
    private OneList with(InvocationHandler connect) throws SQLException {
        return with(() -> {}, connect);
    }

    private OneList with(Runnable before, InvocationHandler connect) throws SQLException {
        driver = fake(Driver.class, (self, method, given) -> switch (method.getName()) {
            case "acceptsURL" -> ((String) given[0]).startsWith("jdbc:other:");
            case "connect" -> {
                if (!((String) given[0]).startsWith("jdbc:other:")) {
                    yield null;
                }
                before.run();
                yield fake(Connection.class, connect);
            }
            default -> standard(self, method.getName(), given);
        });
        DriverManager.registerDriver(driver);
        return new OneList("service-sql")
                .set(Map.of("url", "secret.url", "query", "SELECT max(at) FROM event", "rows", "one"))
                .set("timeout", "20s")
                .secret("secret.url", URL);
    }

    @AfterEach
    void noDriver() throws SQLException {
        if (driver != null) {
            DriverManager.deregisterDriver(driver);
        }
    }

    private static <T> T fake(Class<T> type, InvocationHandler behavior) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behavior));
    }

    private static Object standard(Object self, String method, Object[] given) {
        return switch (method) {
            case "equals" -> self == given[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> null;
        };
    }

    private static InvocationHandler answering(String time, Consumer<String> first) {
        return (self, method, given) -> {
            first.accept(method.getName());
            return method.getName().equals("prepareStatement") ? statement(time) : null;
        };
    }

    private static PreparedStatement statement(String time) {
        ResultSetMetaData one = fake(ResultSetMetaData.class, (self, method, given) -> 1);
        boolean[] read = {false};
        ResultSet rows = fake(ResultSet.class, (self, method, given) -> switch (method.getName()) {
            case "getMetaData" -> one;
            case "next" -> {
                boolean more = !read[0];
                read[0] = true;
                yield more;
            }
            case "getString" -> time;
            default -> null;
        });
        return fake(
                PreparedStatement.class,
                (self, method, given) -> method.getName().equals("executeQuery") ? rows : null);
    }

    @Test
    void aDatabaseWithoutTransactionsIsRead() throws Exception {
        Set<String> without = Set.of("setReadOnly", "setAutoCommit", "rollback");
        OneList list = with((self, method, given) -> {
            if (without.contains(method.getName())) {
                throw new SQLFeatureNotSupportedException(method.getName());
            }
            return method.getName().equals("prepareStatement") ? statement("2026-11-20T11:57:00Z") : null;
        });

        assertThat(list.ask("")).containsEntry("events", "ok fresh: newest event is 3 min old (limit 1 h)");
    }

    @Test
    void whatADriverThrowsIsUnknownAndNoFaultOfOurs() throws Exception {
        OneList list = with(answering("", method -> {
            throw new NoClassDefFoundError("oracle/xdb/XMLType");
        }));

        assertThat(list.ask(""))
                .containsEntry("events", "unknown failed: its driver failed: NoClassDefFoundError: oracle/xdb/XMLType");
    }

    @Test
    void whatRepeatsItsUrlGivesNothingAway() throws Exception {
        OneList whole = with((self, method, given) -> {
            throw new SQLException("bad URL " + URL);
        });
        assertThat(whole.ask("")).containsEntry("events", "unknown failed: query failed: bad URL (url)");
        noDriver();

        OneList parts = with((self, method, given) -> {
            throw new IllegalArgumentException("bad login reader:s3cret, or option apiToken=t0ken");
        });
        assertThat(parts.ask("").get("events"))
                .startsWith(
                        "unknown failed: its driver failed: IllegalArgumentException: bad login reader:…, or option")
                .endsWith("=…");
    }

    @Test
    void aQueryThatCannotBeCutOffIsLate() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        OneList list = with((self, method, given) -> {
            if (method.getName().equals("abort")) {
                throw new AbstractMethodError("abort");
            }
            if (method.getName().equals("prepareStatement")) {
                end.await();
            }
            return null;
        });
        try {
            assertThat(list.set("timeout", "1s").ask("").get("events"))
                    .startsWith("unknown timeout: query not complete within its timeout");
        } finally {
            end.countDown();
        }
    }

    /** @param where it hangs: in the connect, or in the query */
    @ParameterizedTest
    @CsvSource({
        "connect, the connect of 2026-11-20 12:00:00 UTC has not come back; add its driver's option for the longest time of a"
                + " connect to url",
        "query, 'the query of 2026-11-20 12:00:00 UTC has not come back, and its driver cannot cut it off'"
    })
    void whatNeverComesBackIsNotAskedAgain(String where, String hangs) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger connects = new AtomicInteger();
        OneList list = with(
                () -> {
                    connects.incrementAndGet();
                    hang(where.equals("connect") ? end : new CountDownLatch(0));
                },
                answering("2026-11-20T11:57:00Z", method -> {
                    if (method.equals("prepareStatement") && where.equals("query")) {
                        hang(end);
                    }
                }));
        list.set("timeout", "1s");
        try {
            assertThat(list.ask("").get("events")).startsWith("unknown timeout: query not complete within its timeout");
            for (int i = 1; i <= 3; i++) {
                list.at(OneList.NOON.plusSeconds(300L * i));
                assertThat(list.ask("")).containsEntry("events", "unknown timeout: " + hangs);
            }
            assertThat(connects).as("nobody else hangs").hasValue(1);
        } finally {
            end.countDown();
        }
        list.at(OneList.NOON);
        await().untilAsserted(() ->
                assertThat(list.ask("")).containsEntry("events", "ok fresh: newest event is 3 min old (limit 1 h)"));
    }

    /** As a driver does that does not care for interrupts. */
    private static void hang(CountDownLatch end) {
        boolean ended = false;
        while (!ended) {
            try {
                end.await();
                ended = true;
            } catch (InterruptedException e) {
                ended = false;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:other://reader:s3cret@db.example/siem, db.example",
        "jdbc:other://db.example/siem?user=a@b, db.example",
        "jdbc:oracle:thin:@//db.example:1521/x, db.example",
        "jdbc:postgresql://[::1]:5432/x, ::1"
    })
    void theHostIsNotTheLogin(String url, String host) {
        assertThat(SqlAnswer.host(url)).contains(host);
    }

    @Test
    void theQueryDoesNotShowItsLogin() {
        assertThat(new DatabaseQuery(URL, null, null, "SELECT 1", List.of(), Duration.ofSeconds(1)))
                .hasToString("DatabaseQuery[jdbc:other:…]");
    }
}
