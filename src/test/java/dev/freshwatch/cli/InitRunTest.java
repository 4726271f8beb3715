package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.RouteNames;
import dev.freshwatch.config.Settings;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.Children;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.misp.SimMisp;
import dev.freshwatch.tls.TestCertificates;
import dev.freshwatch.tls.TestCertificates.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code init} against simulated platforms, with options and with somebody who answers. */
@ExtendWith(LogAsBefore.class)
class InitRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Signed by a CA that nobody knows: a certificate that is not its own issuer. */
    private static Server certificate;

    private static Server expired;

    @TempDir
    Path folder;

    private Path target;
    private final InitOptions options = new InitOptions();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void certificate(@TempDir Path made) {
        TestCertificates ca = TestCertificates.in(made);
        certificate = ca.server("localhost");
        expired = ca.expired("localhost");
    }

    @BeforeEach
    void files() throws IOException {
        target = folder.resolve("watch");
        options.passwordFile = Files.writeString(folder.resolve("password"), SimEsm.PASSWORD + "\n");
        options.username = SimEsm.USERNAME;
    }

    private static SimEsm esm(String... receivers) {
        return filled(new SimEsm(), receivers);
    }

    private static SimEsm filled(SimEsm esm, String... receivers) {
        esm.appliance().alarms().stream().aged(Duration.ofMinutes(1));
        for (String name : receivers) {
            esm.appliance().addReceiver(name).events().aged(Duration.ofMinutes(2));
        }
        return esm;
    }

    private static String fingerprint() throws Exception {
        return fingerprint(certificate);
    }

    private static String fingerprint(Server server) throws Exception {
        byte[] sha256 =
                MessageDigest.getInstance("SHA-256").digest(server.certificate().getEncoded());
        return HexFormat.ofDelimiter(":").formatHex(sha256);
    }

    private InitRun init(String... answers) {
        Dialogue dialogue = answers.length == 0 ? null : new Answers(answers, out);
        return new InitRun(options, target, dialogue, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    /** Somebody who has thought of all answers before. */
    private static final class Answers implements Dialogue {

        private final Deque<String> left;
        private final StringWriter shown;

        Answers(String[] answers, StringWriter shown) {
            this.left = new ArrayDeque<>(List.of(answers));
            this.shown = shown;
        }

        @Override
        public String ask(String question) throws CommandFailure {
            shown.write(question + "\n");
            if (left.isEmpty()) {
                throw new CommandFailure("the input has ended");
            }
            return left.poll();
        }

        @Override
        public String askSecretly(String question) throws CommandFailure {
            return ask(question);
        }
    }

    private Settings written() throws Exception {
        return Configuration.read(target, Map.of(), new Properties(), RouteNames.NONE)
                .settings();
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(one -> !one.equals(folder))
                    .map(folder::relativize)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private void assertNothingLeft() throws IOException {
        assertThat(tree()).isEqualTo(List.of("password"));
    }

    /** The certificate is one that a CA has signed whom nobody knows: it is trusted itself, and its CA is not. */
    @Test
    void fromOptionsAloneToAConfigurationThatWorks() throws Exception {
        try (SimEsm esm = filled(new SimEsm(certificate.context()), "ERC-1", "ERC-2 {{env:HOME}}");
                SimMisp misp = new SimMisp()) {
            misp.events().live(Duration.ofMinutes(1));
            options.esm = esm.url().toString();
            options.misp = misp.url().toString();
            options.keyFile = Files.writeString(folder.resolve("key"), SimMisp.USER_KEY);
            options.adminKeyFile = Files.writeString(folder.resolve("admin-key"), SimMisp.ADMIN_KEY + "\n");
            options.accept.add(fingerprint());

            List<Path> files = init().run();

            assertThat(files.stream().map(target::relativize).map(Path::toString))
                    .containsExactly(
                            "application.properties",
                            "esm-soc.pem",
                            "secrets/esm-soc.password",
                            "secrets/misp-intel.admin-key",
                            "secrets/misp-intel.key");
            assertThat(out.toString())
                    .contains("issuer       CN=Test CA")
                    .contains("names        localhost")
                    .contains("SHA-256      " + fingerprint().toUpperCase(Locale.ROOT))
                    .contains("MISP 2.5.1; good workers: cache 1, default 2, email 1, prio 2, update 1")
                    .contains(
                            "2 Receivers every 10 min: 2 event queries an hour, about 30 requests; up to 12 queries and 80 requests while")
                    .contains("ERC-1: newest event is 2 min old (limit 20 min)")
                    .contains("intel: 7 good workers in 5 queues")
                    .doesNotContain("unknown ")
                    .doesNotContain(SimEsm.PASSWORD);
            EsmSettings soc = written().esms().get(0);
            assertThat(soc.tls().caFile()).isEqualTo(target.resolve("esm-soc.pem"));
            assertThat(soc.receivers().stream().map(Receiver::name)).containsExactly("ERC-1", "ERC-2 {{env:HOME}}");
            assertThat(Files.readString(target.resolve("application.properties")))
                    .contains("#misp.intel.workers.expected.default=2")
                    .doesNotContain(SimEsm.PASSWORD)
                    .doesNotContain(SimMisp.USER_KEY)
                    .doesNotContain(SimMisp.ADMIN_KEY);
            // one login to ask, one to check
            assertThat(esm.sessions().attempts()).isEqualTo(2);
            assertThat(esm.sessions().logouts()).isEqualTo(2);
            assertThat(esm.sessions().open()).isZero();
            assertThat(esm.violations()).isEmpty();
            assertThat(misp.violations()).isEmpty();
        }
    }

    @Test
    void throughAProxyAndWithACertificateOfOursWhichBothGoIntoTheFile() throws Exception {
        try (SimEsm esm = filled(new SimEsm(certificate.context()), "ERC-1");
                ConnectProxy proxy = new ConnectProxy(null)) {
            options.esm = esm.url().toString();
            options.proxy = proxy.url();
            options.certFile = certificate.certificateFile();
            options.certKeyFile = certificate.keyFile();
            options.accept.add(fingerprint());

            init().run();

            assertThat(proxy.requests)
                    .as("the certificate, the Receivers, and the check")
                    .hasSizeGreaterThanOrEqualTo(3)
                    .containsOnly("CONNECT localhost:" + esm.url().getPort() + " HTTP/1.1");
            assertThat(written().proxies().of("esm.soc").host()).isEqualTo("127.0.0.1");
            assertThat(written().esms().get(0).tls().own().certFile())
                    .isEqualTo(certificate.certificateFile().toAbsolutePath());
            assertThat(out.toString()).contains("ERC-1: newest event is 2 min old");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            HTTP/1.1 407 Login | it requires a login (HTTP 407), which init does not know; write application.properties by hand
            HTTP/1.1 403 No    | it does not connect to esm.invalid:443 (HTTP 403)
            hello              | its answer is not HTTP
            """)
    void aProxyThatRefusesIsNamed(String answer, String message) throws Exception {
        try (ConnectProxy proxy = new ConnectProxy(answer)) {
            options.esm = "https://esm.invalid";
            options.proxy = proxy.url();

            assertThatThrownBy(() -> init().run())
                    .hasMessageContaining("no connection to esm.invalid port 443 through the proxy 127.0.0.1 port ")
                    .hasMessageContaining(": " + message);
            assertNothingLeft();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
            ftp://proxy | none | none | --proxy does not begin with http://; write it like http://proxy.example:3128
            http://me:x@proxy | none | none | --proxy contains a user or a password
            none | a.pem | none | --tls-cert-file and --tls-key-file belong together
            none | none | a.key | --tls-cert-file and --tls-key-file belong together
            """)
    void optionsOfTheConnectionThatCannotBeUsedAreRefusedFirst(String proxy, Path cert, Path key, String message)
            throws Exception {
        options.esm = "https://esm.invalid";
        options.proxy = proxy;
        options.certFile = cert;
        options.certKeyFile = key;

        assertThatThrownBy(() -> init().run()).hasMessageContaining(message);
        assertNothingLeft();
    }

    /** Appliances do that. Who accepts it has read that it has ended, and later connections are as this one. */
    @Test
    void aCertificateThatHasEndedCanBeAccepted() throws Exception {
        try (SimEsm esm = filled(new SimEsm(expired.context()), "ERC-1")) {
            options.esm = esm.url().toString();
            options.accept.add(fingerprint(expired).replace(":", "").toUpperCase(Locale.ROOT));

            init().run();

            assertThat(out.toString()).contains("(expired)").contains("ERC-1: newest event is 2 min old");
        }
    }

    @Test
    void whoIsAskedSeesTheCertificateAndChooses() throws Exception {
        try (SimEsm esm = filled(new SimEsm(certificate.context()), "ERC-1", "ERC-2", "ERC-3", "ERC-4")) {
            esm.appliance().receivers().get(3).disable(true);
            InitOptions none = options;
            none.username = null;
            none.passwordFile = null;

            init(
                            "localhost:" + esm.url().getPort(),
                            "NGCP",
                            "wrong",
                            fingerprint(),
                            // the login is refused
                            "",
                            "",
                            SimEsm.PASSWORD,
                            "5",
                            "1-2,4",
                            // no MISP
                            "")
                    .run();

            assertThat(err.toString())
                    .contains("the ESM could not be asked: unauthorized: login: HTTP 401")
                    .contains("; correct user name or password\n");
            assertThat(out.toString())
                    .contains("there is no number 5; the list has 1 to 4")
                    .contains("ERC-4 (" + esm.appliance().receivers().get(3).id() + ") is disabled on the ESM");
            EsmSettings soc = written().esms().get(0);
            assertThat(soc.receivers().stream().map(Receiver::name)).containsExactly("ERC-1", "ERC-2", "ERC-4");
            assertThat(soc.allReceivers()).isFalse();
            assertThat(soc.password().reveal()).isEqualTo(SimEsm.PASSWORD);
            assertThat(written().misps()).isEmpty();
        }
    }

    @Test
    void twoThousandReceiversWithHostileNamesStayUsable() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= 2000; i++) {
            names.add(i % 500 == 0 ? "evil " + i + "\nesm.soc.url=http://x\u202E {{file:/etc/passwd}}\\" : "ERC-" + i);
        }
        try (SimEsm esm = esm(names.toArray(String[]::new))) {
            options.esm = esm.url().toString();

            String id = Long.toString(esm.appliance().receivers().get(1776).id());
            init("/evil", "/9999", "/" + id, "/no such", "1-1990, 2000").run();

            assertThat(out.toString().lines().count()).isLessThan(140);
            assertThat(out.toString())
                    .contains("… and 1980 more")
                    .contains("evil 1500", "ERC-1777", "No Receiver has '9999' in its name or id.")
                    .contains("No Receiver has 'no such' in its name or id.")
                    .contains(
                            "1991 Receivers every 10 min: 24 event queries an hour, about 140 requests; up to 11946 queries")
                    .contains("That is a lot")
                    .contains("50 of 1991 Receivers were checked")
                    .contains("ERC-49: newest event");
            List<String> expected = new ArrayList<>(names.subList(0, 1990));
            expected.add(names.get(1999));
            assertThat(written().esms().get(0).receivers().stream().map(Receiver::name))
                    .containsExactlyElementsOf(expected.stream()
                            .map(name -> PlainText.name(name).strip())
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status:401 | login | unauthorized: login: HTTP 401 (no); correct --username or --password-file",
                "status:503 | login | failed: login: HTTP 503",
                "empty | devGetDeviceList | unreadable: devGetDeviceList: the answer is empty",
                "html | devGetDeviceList | maintenance: devGetDeviceList: an HTML page says",
                "truncate | devGetDeviceList | unreadable: devGetDeviceList: answer",
                "garbage | devGetDeviceList | devGetDeviceList: "
            })
    void anEsmThatRefusesOrLiesLeavesNothing(String fault, String command, String message) throws Exception {
        try (SimEsm esm = esm("ERC-1")) {
            esm.faults().always(command, fault(fault));
            options.esm = esm.url().toString();

            assertThatThrownBy(() -> init().run())
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(message)
                    .hasMessageEndingWith("nothing was written. Correct that, and run init again");

            assertNothingLeft();
            assertThat(esm.sessions().open()).isZero();
        }
    }

    private static SimFault fault(String word) {
        return switch (word) {
            case "status:401" -> SimFault.status(401, "no");
            case "status:503" -> SimFault.status(503, "no");
            case "empty" -> SimFault.empty();
            case "html" -> SimFault.html();
            case "truncate" -> SimFault.truncate();
            default -> SimFault.garbage();
        };
    }

    /** A signal comes while the ESM does not answer: what was asked is given up, and the session is logged out. */
    @Test
    void abandonedWhileAnEsmHangsItLogsOutAndLeavesNothing() throws Exception {
        CompletableFuture<Void> running;
        try (SimEsm esm = esm("ERC-1")) {
            esm.faults().always("grpGetDeviceTreeEx", SimFault.hang());
            options.esm = esm.url().toString();
            InitRun run = init();
            running = CompletableFuture.runAsync(() -> {
                try {
                    run.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().atMost(PATIENCE).until(() -> esm.requests().of("devGetDeviceList") > 0);

            assertThat(run.abandon()).isTrue();

            assertNothingLeft();
            assertThat(esm.sessions().open()).isZero();
            assertThat(esm.sessions().attempts()).isEqualTo(1);
        }
        assertThatThrownBy(running::join).hasMessageContaining("nothing");
        assertNothingLeft();
    }

    /** The whole command as a process. How it takes SIGTERM is how it takes SIGINT, which some shells have ignored. */
    @Test
    void aSignalEndsTheProcessAndLeavesNothing() throws Exception {
        try (SimEsm esm = esm("ERC-1")) {
            esm.faults().always("grpGetDeviceTreeEx", SimFault.hang());
            Process process = Children.java(
                    Main.class,
                    "init",
                    "--config",
                    target.toString(),
                    "--esm",
                    esm.url().toString(),
                    "--username",
                    SimEsm.USERNAME,
                    "--password-file",
                    options.passwordFile.toString());
            await().atMost(PATIENCE).until(() -> esm.requests().of("devGetDeviceList") > 0);
            assertThat(tree()).anyMatch(name -> name.matches("watch/[.]init-.*/secrets/esm-soc[.]password"));

            process.toHandle().destroy(); // leaves the streams open

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said)
                    .contains("ended by a signal; nothing is left behind")
                    .doesNotContain("unexpected error");
            assertThat(process.exitValue()).isEqualTo(3);
            assertNothingLeft();
            assertThat(esm.sessions().open()).isZero();
        }
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws Exception {
        try (SimEsm esm = esm("ERC-1")) {
            options.esm = esm.url().toString();
            Files.createDirectories(target.resolve("secrets"));
            Path key = Files.writeString(target.resolve("secrets/esm-soc.password"), "old");

            assertThatThrownBy(() -> init().run())
                    .hasMessageContaining("secrets/esm-soc.password already exists")
                    .hasMessageContaining("--force");
            assertThat(key).hasContent("old");
            Path properties = Files.writeString(target.resolve("application.properties"), "# mine");
            esm.resetCounters();
            assertThatThrownBy(() -> init().run()).hasMessageContaining("application.properties already exists");
            assertThat(esm.requests().total()).isZero();
            assertThat(properties).hasContent("# mine");
            assertThat(target.toFile().list()).hasSize(2);

            options.force = true;
            init().run();

            assertThat(key).hasContent(SimEsm.PASSWORD);
            assertThat(written().esms()).hasSize(1);
        }
    }

    @Test
    void aCertificateThatIsNotAcceptedOrForAnotherHostEndsItBeforeAnythingIsSent() throws Exception {
        try (SimEsm esm = filled(new SimEsm(certificate.context()), "ERC-1")) {
            options.esm = esm.url().toString();
            assertThatThrownBy(() -> init().run())
                    .hasMessageContaining("is not trusted")
                    .hasMessageContaining("--accept " + fingerprint().toUpperCase(Locale.ROOT));

            options.accept.add(fingerprint().replace(':', '0').substring(0, 64));
            assertThatThrownBy(() -> init().run()).hasMessageContaining("is not the one that --accept names");

            options.accept.set(0, "AB:CD");
            assertThatThrownBy(() -> init().run()).hasMessageContaining("--accept is not the SHA-256");

            options.accept.clear();
            assertThatThrownBy(() -> init("no").run()).hasMessageContaining("was not accepted");

            options.esm = "https://127.0.0.1:" + esm.url().getPort();
            options.accept.add(fingerprint());
            assertThatThrownBy(() -> init().run())
                    .hasMessageContaining("is for another host, so trusting it would not help")
                    .hasMessageContaining("Use one of its names (localhost)");

            assertThat(esm.requests().total()).isZero();
            assertNothingLeft();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | - | - | - | --esm URL or --misp URL",
                "e | - | - | - | --username NAME, --password-file FILE",
                "e | u | - | - | --password-file FILE",
                "- | u | - | - | --esm URL",
                "- | u | - | m | --esm URL, --key-file FILE (or --admin-key-file FILE)",
                "- | - | p | - | --esm URL",
                "- | - | - | m | --key-file FILE (or --admin-key-file FILE)",
                "e | u | p | m | --key-file FILE (or --admin-key-file FILE)"
            })
    void withoutATerminalAllThatIsMissingIsNamed(String esm, String user, String password, String misp, String missing)
            throws IOException {
        options.esm = esm;
        options.username = user;
        options.passwordFile = password == null ? null : Path.of(password);
        options.misp = misp;

        assertThatThrownBy(() -> init().run()).hasMessageContaining("Missing: " + missing + "\n");

        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "esm.example            | --esm does not begin with https:// or http://",
                "https://esm.example/rs | --esm has more than scheme, host and port",
                "https://no.such.host.invalid | no connection to no.such.host.invalid port 443: unknown host (--esm)",
                "http://127.0.0.1:1     | connection refused: 127.0.0.1 port 1 (--esm)",
                "https://127.0.0.1:1    | no connection to 127.0.0.1 port 1: connection refused (--esm)"
            })
    void anAddressThatIsNoneIsNamedByItsOption(String url, String message) throws IOException {
        options.esm = url;

        assertThatThrownBy(() -> init().run())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(message);

        assertNothingLeft();
    }

    @Test
    void aFileOfASecretThatCannotBeUsedIsNamed() throws IOException {
        options.esm = "https://esm.example";
        Files.writeString(options.passwordFile, "two\nlines\n");
        assertThatThrownBy(() -> init().run())
                .hasMessageContaining(
                        "--password-file " + options.passwordFile + " cannot be used: it has more than one");

        options.passwordFile = folder.resolve("none");
        assertThatThrownBy(() -> init().run()).hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reader | reader | unauthorized: the role of --admin-key-file is too weak",
                "wrong  | -      | unauthorized: --key-file is unknown to MISP, malformed or expired",
                "user   | -      | -",
                "-      | admin  | -"
            })
    void aKeyThatMispDoesNotTakeIsNamedByItsOption(String weak, String admin, String message) throws Exception {
        try (SimMisp misp = new SimMisp()) {
            misp.events().live(Duration.ofMinutes(1));
            options.username = null;
            options.passwordFile = null;
            options.misp = misp.url().toString();
            options.keyFile = key("weak", weak);
            options.adminKeyFile = key("strong", admin);

            if (message.equals("-")) {
                init().run();
                assertThat(out.toString()).contains("MISP 2.5.1").contains("misp/intel/page");
                assertThat(written().misps()).hasSize(1);
            } else {
                assertThatThrownBy(() -> init().run())
                        .hasMessageContaining(message.substring("unauthorized: ".length()));
                assertThat(target).doesNotExist();
            }
        }
    }

    private Path key(String file, String which) throws IOException {
        String text =
                switch (which) {
                    case "-" -> null;
                    case "user" -> SimMisp.USER_KEY;
                    case "admin" -> SimMisp.ADMIN_KEY;
                    case "reader" -> SimMisp.READER_KEY;
                    default -> "wrongwrongwrongwrongwrongwrongwrongwrong";
                };
        return text == null ? null : Files.writeString(folder.resolve(file), text);
    }

    /** A Receiver without a name, and an ESM without any Receiver. */
    @Test
    void anEsmWithoutReceiversIsWatchedForItsAlarms() throws Exception {
        try (SimEsm esm = esm()) {
            options.esm = esm.url().toString();
            init().run();
            assertThat(out.toString()).contains("The ESM lists no Receivers").contains("esm/soc/alarms");
            assertThat(written().esms().get(0).receivers()).isEmpty();
        }
        try (SimEsm esm = esm("")) {
            SimDevice nameless = esm.appliance().receivers().get(0);
            options.esm = esm.url().toString();
            options.force = true;
            init().run();
            assertThat(written().esms().get(0).receivers().get(0).name()).isEqualTo("Receiver " + nameless.id());
        }
    }
}
