package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.EsmSettings.Alarms;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.config.EsmSettings.Login;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.EsmSettings.Watch;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Limits;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Settings of an ESM named {@code soc}, changed by tests where they need it. */
final class TestEsm {

    static final Watch WATCH = new Watch(Window.LAST_HOUR, new Limits(null, Duration.ofMinutes(20)));

    URI url = URI.create("http://esm.example");
    String password = "Mcafee123!";
    Login login = Login.AUTO;
    Duration every = Duration.ofMinutes(10);
    ZoneId zone;
    DateOrder dates = DateOrder.AUTO;
    Duration requestTimeout = Duration.ofSeconds(30);
    Duration queryTimeout = Duration.ofSeconds(120);
    int maxQueries = 2;
    Integer maxQueriesPerHour;
    boolean bulk = true;
    Alarms alarms = new Alarms(new Watch(Window.LAST_HOUR, new Limits(null, Duration.ofMinutes(30))), null);
    Watch events = WATCH;
    boolean all;
    final List<Receiver> receivers = new ArrayList<>();

    static TestEsm at(URI url) {
        TestEsm esm = new TestEsm();
        esm.url = url;
        return esm;
    }

    TestEsm receiver(long id) {
        receivers.add(new Receiver(id, null, WATCH));
        return this;
    }

    EsmSettings settings() {
        return new EsmSettings(
                "soc",
                url,
                "NGCP",
                new Secret(password),
                login,
                every,
                zone,
                dates,
                TlsSettings.DEFAULT,
                requestTimeout,
                queryTimeout,
                maxQueries,
                maxQueriesPerHour,
                bulk,
                alarms,
                events,
                all,
                List.copyOf(receivers),
                Duration.ofMinutes(2));
    }
}
