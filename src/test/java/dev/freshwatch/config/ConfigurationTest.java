package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.NoticeFilter;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.config.EsmSettings.Login;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.http.HttpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEachLanguage
class ConfigurationTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsNotWrittenHasTheDefaultOfTheContract() throws IOException {
        Settings settings =
                ReadConfiguration.accepted(folder, ReadConfiguration.MINIMAL).settings();

        assertThat(settings)
                .isEqualTo(new Settings(
                        folder.toAbsolutePath(),
                        "watch1",
                        List.of(new EsmSettings(
                                "soc",
                                URI.create("https://esm.example"),
                                "NGCP",
                                new Secret("not-in-any-fault"),
                                Login.AUTO,
                                Duration.ofMinutes(10),
                                null,
                                DateOrder.AUTO,
                                TlsSettings.DEFAULT,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(120),
                                2,
                                null,
                                true,
                                new EsmSettings.Alarms(
                                        new EsmSettings.Watch(
                                                Window.LAST_HOUR, new Limits(null, Duration.ofMinutes(30))),
                                        null),
                                new EsmSettings.Watch(Window.LAST_HOUR, new Limits(null, Duration.ofMinutes(20))),
                                true,
                                List.of(),
                                Duration.ofMinutes(2))),
                        List.of(),
                        SinkSettings.NONE,
                        Proxies.NONE,
                        StateSettings.of(
                                "jdbc:sqlite:" + folder.toAbsolutePath().resolve("state/freshwatch.db")),
                        folder.toAbsolutePath().resolve("reports"),
                        new AlertSettings(AlertPolicy.DEFAULT, Map.of()),
                        List.of(),
                        new Settings.Outbox(Duration.ofMinutes(2), Duration.ofDays(7), Duration.ofMinutes(10)),
                        null,
                        new WebSettings("127.0.0.1", 8080, null, null),
                        null,
                        false,
                        null,
                        new Settings.Log("info", false)));
    }

    @Test
    void hostsMayHaveUnderscores() throws IOException {
        Settings settings = ReadConfiguration.accepted(
                        folder,
                        """
                        esm.soc.url=https://esm_soc:8443/
                        esm.soc.username=NGCP
                        esm.soc.password=secret
                        misp.intel.url=HTTP://misp_intel.example/misp/
                        misp.intel.key=0123456789012345678901234567890123456789
                        sink.webhook.enabled=true
                        sink.webhook.url=https://web_hooks.example/x?y=z
                        sink.mail.enabled=true
                        sink.mail.host=_mail_.example
                        sink.mail.from=freshwatch@soc.example
                        sink.mail.to=a@soc.example
                        heartbeat.url=http://heart_beat:81/token
                        """)
                .settings();
        assertThat(settings.esms().get(0).url()).isEqualTo(URI.create("https://esm_soc:8443"));
        assertThat(settings.misps().get(0).url()).isEqualTo(URI.create("http://misp_intel.example/misp"));
        assertThat(settings.sinks().webhook().url()).isEqualTo(URI.create("https://web_hooks.example/x?y=z"));
        assertThat(settings.sinks().mail().host()).isEqualTo("_mail_.example");
        assertThat(settings.heartbeat().url()).isEqualTo(URI.create("http://heart_beat:81/token"));
    }

    @Test
    void theStateCanBeInPostgresql() throws IOException {
        Settings settings = ReadConfiguration.accepted(
                        folder,
                        """
                        esm.soc.url=https://esm.example
                        esm.soc.username=NGCP
                        esm.soc.password=secret
                        state.url=jdbc:postgresql://db-1.example:5433,[::1]/freshwatch?sslmode=verify-full&sslrootcert=db.pem
                        state.username=freshwatch
                        state.password=hunter2
                        """)
                .settings();
        assertThat(settings.state())
                .isEqualTo(new StateSettings(
                        "jdbc:postgresql://db-1.example:5433,[::1]/freshwatch?sslmode=verify-full&sslrootcert="
                                + folder.toAbsolutePath().resolve("db.pem"),
                        "freshwatch",
                        new Secret("hunter2")));
    }

    @Test
    void sinksHaveTheDefaultsOfTheContract() throws IOException {
        SinkSettings sinks = ReadConfiguration.accepted(
                        folder,
                        ReadConfiguration.MINIMAL
                                + """
                                sink.syslog.enabled=true
                                sink.syslog.host=collector.example
                                sink.mail.enabled=true
                                sink.mail.host=mail.example
                                sink.mail.from=Freshwatch <freshwatch@soc.example>
                                sink.mail.helo=watch.example
                                sink.mail.to=a@soc.example , b@soc.example
                                sink.webhook.enabled=true
                                sink.webhook.url=https://hooks.example/x?y=z
                                sink.webhook.header.X-Team=soc
                                """)
                .settings()
                .sinks();

        assertThat(sinks)
                .isEqualTo(new SinkSettings(
                        new SinkSettings.Syslog(
                                "collector.example",
                                514,
                                Protocol.UDP,
                                Format.RFC5424,
                                SinkSettings.Body.TEXT,
                                Framing.OCTET_COUNTING,
                                16,
                                TlsSettings.DEFAULT,
                                2048),
                        new SinkSettings.Mail(
                                "mail.example",
                                587,
                                Security.STARTTLS,
                                null,
                                null,
                                "Freshwatch <freshwatch@soc.example>",
                                List.of("a@soc.example", "b@soc.example"),
                                "watch.example",
                                TlsSettings.DEFAULT),
                        new SinkSettings.Webhook(
                                URI.create("https://hooks.example/x?y=z"),
                                null,
                                Map.of("X-Team", new Secret("soc")),
                                Duration.ofSeconds(10),
                                TlsSettings.DEFAULT)));
    }

    @Test
    void readsHowTheWatchShowsThatItIsWell() throws IOException {
        Settings settings = ReadConfiguration.accepted(
                        folder,
                        ReadConfiguration.MINIMAL
                                + """
                                web.host=0.0.0.0
                                web.port=0
                                web.username=prometheus
                                web.password={{esm.soc.password}}
                                heartbeat.url=https://heartbeat.example/token?x=y
                                heartbeat.every=1m
                                heartbeat.tls.insecure=true
                                """)
                .settings();

        assertThat(settings.web())
                .isEqualTo(new WebSettings("0.0.0.0", 0, "prometheus", new Secret("not-in-any-fault")));
        assertThat(settings.heartbeat())
                .isEqualTo(new HeartbeatSettings(
                        URI.create("https://heartbeat.example/token?x=y"),
                        Duration.ofMinutes(1),
                        new TlsSettings(null, true)));
    }

    @Test
    void loopbackNeedsNoPassword() throws IOException {
        for (String host : List.of("127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]", "0:0:0:0:0:0:0:1")) {
            Settings settings = ReadConfiguration.accepted(
                            folder, ReadConfiguration.MINIMAL + "web.host=" + host + "\n")
                    .settings();
            assertThat(settings.web().password()).as(host).isNull();
        }
        assertThat(ReadConfiguration.accepted(folder, ReadConfiguration.MINIMAL + "web.enabled=false\nweb.host=::\n")
                        .settings()
                        .web())
                .isNull();
    }

    @Test
    void readsWhatIsWritten() throws IOException {
        Settings settings = ReadConfiguration.accepted(
                        folder,
                        ReadConfiguration.MINIMAL
                                + """
                                esm.plant.url = https://[::1]:8443/
                                esm.plant.username=watch
                                esm.plant.password={{esm.soc.password}}
                                esm.plant.login=AES
                                esm.plant.zone=Europe/Berlin
                                esm.plant.date-format=dd/MM/yyyy
                                esm.plant.alarms.enabled=false
                                esm.plant.events.enabled=false
                                sink.syslog.enabled=true
                                sink.syslog.host=[2001:db8::1]
                                sink.syslog.protocol=tls
                                sink.syslog.framing=newline
                                sink.syslog.format=rfc3164
                                sink.syslog.body=cef
                                sink.syslog.facility=authpriv
                                proxy.url=http://[::1]:3128
                                proxy.exclude=fd00::/8, [fe80::1]
                                state.url=jdbc:sqlite:/var/lib/freshwatch/state.db
                                instance.name=watch-2
                                log.level=debug
                                log.format=json
                                """)
                .settings();

        assertThat(settings.esms()).extracting(EsmSettings::name).containsExactly("plant", "soc");
        HttpProxy proxy = settings.proxies().standard();
        assertThat(proxy.host()).isEqualTo("::1");
        assertThat(proxy.port()).isEqualTo(3128);
        assertThat(proxy.excluded().rules()).containsExactly("fd00::/8", "[fe80::1]");
        EsmSettings plant = settings.esms().get(0);
        assertThat(plant.url()).isEqualTo(URI.create("https://[::1]:8443"));
        assertThat(plant.password().reveal()).isEqualTo("not-in-any-fault");
        assertThat(plant.login()).isEqualTo(Login.AES);
        assertThat(plant.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(plant.dateOrder()).isEqualTo(DateOrder.DAY_MONTH_YEAR);
        assertThat(plant.alarms()).isNull();
        assertThat(plant.events()).isNull();
        assertThat(settings.sinks().syslog())
                .isEqualTo(new SinkSettings.Syslog(
                        "2001:db8::1",
                        514,
                        Protocol.TLS,
                        Format.RFC3164,
                        SinkSettings.Body.CEF,
                        Framing.NEWLINE,
                        10,
                        TlsSettings.DEFAULT,
                        8192));
        assertThat(settings.state()).isEqualTo(StateSettings.of("jdbc:sqlite:/var/lib/freshwatch/state.db"));
        assertThat(settings.instanceName()).isEqualTo("watch-2");
        assertThat(settings.log()).isEqualTo(new Settings.Log("debug", true));
    }

    @Test
    void routesCanUseEveryPlainKeyAndNoSecret() throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder, ReadConfiguration.MINIMAL + "sink.syslog.host=collector.example\ncamel.main.name={{env:X}}\n");

        assertThat(loaded.placeholders())
                .containsEntry("sink.syslog.host", "collector.example")
                .containsEntry("sink.syslog.port", "514")
                .containsEntry("sink.syslog.max-bytes", "2048")
                .containsEntry("esm.soc.every", "10m")
                .containsEntry("instance.name", "watch1")
                .containsEntry("state.url", loaded.settings().state().url())
                .doesNotContainKey("esm.soc.password");
        assertThat(loaded.camel()).isEqualTo(Map.of("camel.main.name", "{{env:X}}"));
    }

    @Test
    void aUsersOwnKeysAreThereForTheirRoutes() throws IOException {
        RouteNames routes = RouteNames.in(Map.of(
                "sink-slack.camel.yaml",
                "uri: outbox:slack\nuri: https:{{sink.slack.url}}?token={{my.token}}&x={{?my.other:5}}{{env:HOME}}",
                "judge.camel.yaml",
                "uri: outbox:syslog\nuri: outbox:all\nuri: outbox:told"));
        assertThat(routes)
                .isEqualTo(new RouteNames(Set.of("sink.slack.url", "my.token", "my.other"), Set.of("slack", "syslog")));

        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL
                        + """
                        my.host=slack.example
                        sink.slack.enabled=false
                        sink.slack.group=true
                        sink.slack.kinds=Problem, change
                        sink.slack.states=critical,unknown
                        sink.slack.checks=esm/soc/*, ERC 1 events
                        sink.slack.url={{my.host}}/hook
                        my.token={{env:ESM_SOC_PASSWORD}}
                        """,
                ReadConfiguration.ENVIRONMENT,
                new Properties(),
                routes);

        assertThat(loaded.placeholders())
                .containsEntry("sink.slack.url", "slack.example/hook")
                .containsEntry("my.token", "not-in-any-fault")
                .doesNotContainKeys("my.host", "my.other");
        assertThat(loaded.settings().sinks().isOn("slack")).isFalse();
        assertThat(loaded.settings().sinks().grouping()).containsExactly("mail", "slack");
        assertThat(loaded.settings().sinks().filters()).containsOnlyKeys("slack");
        NoticeFilter filter = loaded.settings().sinks().filters().get("slack");
        assertThat(filter.kinds()).containsExactlyInAnyOrder(Kind.PROBLEM, Kind.CHANGE);
        assertThat(filter.states()).containsExactlyInAnyOrder(State.CRITICAL, State.UNKNOWN);
        assertThat(filter.checks()).hasToString("esm/soc/*, ERC 1 events");
        assertThat(loaded.settings().sinks().isOn("kafka")).isTrue();
        assertThat(loaded.toString()).doesNotContain("not-in-any-fault");
    }

    @Test
    void aRouteCanNotUseOurSecrets() throws IOException {
        ReadConfiguration.accepted(folder, ReadConfiguration.MINIMAL);

        assertThat(ReadConfiguration.faults(
                        folder,
                        ReadConfiguration.ENVIRONMENT,
                        new Properties(),
                        new RouteNames(Set.of("esm.soc.password", "esm.soc.url"), Set.of())))
                .containsExactly(
                        "routes: esm.soc.password: is a secret, which routes may not use as a placeholder: add a key of your own with the same {{env:}} or {{file:}} and use that");
    }

    @Test
    void aCaFileMayHoldOtherThingsBesideCertificates() throws IOException {
        String pem = Files.readString(Path.of("src", "test", "resources", "config", "ca.pem"));
        Files.writeString(
                folder.resolve("ca.pem"), "# ours\n" + pem + "-----BEGIN X-----\nAAAA\n-----END X-----\n" + pem);

        LoadedConfig loaded =
                ReadConfiguration.accepted(folder, ReadConfiguration.MINIMAL + "esm.soc.tls.ca-file=ca.pem\n");

        Path file = folder.toAbsolutePath().resolve("ca.pem");
        assertThat(loaded.settings().esms().get(0).tls()).isEqualTo(new TlsSettings(file, false));
        assertThat(loaded.placeholders()).containsEntry("esm.soc.tls.ca-file", file.toString());
    }
}
