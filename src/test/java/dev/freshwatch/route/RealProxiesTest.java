package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Soak;
import dev.freshwatch.app.DrillOutcome;
import dev.freshwatch.app.DrillRun;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.misp.SimMisp;
import dev.freshwatch.tls.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is called by HTTP, through the shipped routes and a real proxy that wants a login. */
class RealProxiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SERVICE =
            """
            - templatedRoute:
                routeTemplateRef: service-http
                parameters:
                  - name: name
                    value: wiki
                  - name: url
                    value: "%s"
                  - name: proxy
                    value: "%s"
            """;

    @TempDir
    private Path directory;

    @TempDir
    private static Path keys;

    private static TestCertificates ca;
    private static TestCertificates.Server identity;

    private SimEsm esm;
    private SimMisp misp;
    private WebhookReceiver hooks;
    private RawServer wiki;
    private Folder folder;

    @BeforeAll
    static void makeCertificates() {
        ca = TestCertificates.in(keys);
        identity = ca.server("localhost");
    }

    @BeforeEach
    void settle() throws Exception {
        esm = new SimEsm(identity.context());
        misp = SimMisp.below("/misp");
        hooks = new WebhookReceiver(0, identity.context());
        wiki = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        folder = new Folder(directory)
                .esm("soc", esm)
                .set("esm.soc.url", "https://localhost:" + esm.url().getPort())
                .set("esm.soc.tls.ca-file", ca.caFile())
                .misp("intel", misp.url().toString())
                .set("misp.intel.key", SimMisp.USER_KEY)
                .set("misp.intel.admin-key", SimMisp.ADMIN_KEY)
                .webhook(hooks)
                .set("sink.webhook.url", "https://localhost:" + hooks.port() + "/hook")
                .set("sink.webhook.tls.ca-file", ca.caFile());
    }

    @AfterEach
    void close() throws Exception {
        esm.close();
        misp.close();
        hooks.close();
        wiki.close();
    }

    private Map<String, String> findings() throws Exception {
        try (OneShotCheck asking = folder.ask()) {
            Map<String, String> findings = new TreeMap<>();
            for (Finding finding : asking.check(PATIENCE, CheckFilter.ALL)) {
                findings.put(
                        finding.check().value(),
                        finding.state().word() + " " + finding.reason().word() + " " + finding.message());
            }
            return findings;
        }
    }

    private DrillOutcome drill() throws Exception {
        try (DrillRun drillRun = folder.drill()) {
            return drillRun.send(Duration.ofSeconds(6), () -> false).get(0);
        }
    }

    private void by(RealProxy proxy, String password) {
        folder.set("proxy.url", proxy.url())
                .set("proxy.username", RealProxy.USERNAME)
                .set("proxy.password", password)
                .route("wiki.camel.yaml", String.format(Locale.ROOT, SERVICE, wiki.uri("/page"), proxy.url()));
    }

    static Stream<RealProxy.Kind> kinds() {
        return Soak.rows(1, List.of(RealProxy.Kind.values()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void allGoesByTheProxyAndNobodyButItSeesTheLogin(RealProxy.Kind kind) throws Exception {
        try (RealProxy proxy = RealProxy.start(kind)) {
            by(proxy, RealProxy.PASSWORD);

            assertThat(findings())
                    .hasEntrySatisfying(
                            "esm/soc/session", said -> assertThat(said).startsWith("ok "))
                    .hasEntrySatisfying(
                            "misp/intel/page", said -> assertThat(said).startsWith("ok "))
                    .hasEntrySatisfying(
                            "misp/intel/rest", said -> assertThat(said).startsWith("ok "))
                    .hasEntrySatisfying(
                            "misp/intel/workers", said -> assertThat(said).startsWith("ok "))
                    .hasEntrySatisfying(
                            "service/wiki/http", said -> assertThat(said).startsWith("ok "));
            assertThat(drill().isGood()).isTrue();
            assertThat(hooks.hooks().count()).isPositive();

            await().untilAsserted(() -> assertThat(proxy.log())
                    .contains(
                            "CONNECT localhost:" + esm.url().getPort(),
                            "CONNECT localhost:" + hooks.port(),
                            "GET " + misp.url() + "/users/login",
                            "GET " + wiki.uri("/page")));
            assertThat(wiki.requests).isNotEmpty().allSatisfy(request -> assertThat(request)
                    .doesNotContainIgnoringCase("proxy-authorization"));
            assertThat(esm.violations()).isEmpty();
            assertThat(misp.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void loginThatTheProxyRefusesIsNoAnswerOfAPlatform(RealProxy.Kind kind) throws Exception {
        try (RealProxy proxy = RealProxy.start(kind)) {
            by(proxy, "wr0ng");
            String its = "proxy 127.0.0.1 port " + proxy.port() + " (proxy.url): it refuses the login (HTTP "
                    + (kind == RealProxy.Kind.SQUID ? 407 : 401) + "; proxy.username, proxy.password)";

            Map<String, String> findings = findings();
            assertThat(findings.get("esm/soc/session"))
                    .startsWith("critical unreachable ")
                    .contains(its);
            assertThat(findings.get("esm/soc/alarms")).startsWith("unknown unreachable ");
            DrillOutcome drill = drill();
            assertThat(drill.result()).isEqualTo(DrillOutcome.Result.NO_ANSWER);
            assertThat(drill.reason()).isEqualTo(its);
            assertThat(esm.requests().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void targetThatTheProxyCanNotReachIsUnreachable(RealProxy.Kind kind) throws Exception {
        try (RealProxy proxy = RealProxy.start(kind)) {
            by(proxy, RealProxy.PASSWORD);
            int port = esm.url().getPort();
            esm.close();

            assertThat(findings().get("esm/soc/session"))
                    .startsWith("critical unreachable ")
                    .contains("proxy 127.0.0.1 port " + proxy.port() + " (proxy.url): it ")
                    .contains(" localhost port " + port + " (HTTP 50");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void whatSaysNoneOrIsExcludedGoesStraight(RealProxy.Kind kind) throws Exception {
        try (RealProxy proxy = RealProxy.start(kind)) {
            by(proxy, RealProxy.PASSWORD);
            folder.set("esm.soc.proxy", "none").set("proxy.exclude", "127.0.0.0/8");

            assertThat(findings())
                    .hasEntrySatisfying(
                            "esm/soc/session", said -> assertThat(said).startsWith("ok "))
                    .hasEntrySatisfying(
                            "misp/intel/rest", said -> assertThat(said).startsWith("ok "));
            await().untilAsserted(() -> assertThat(proxy.log()).contains("GET " + wiki.uri("/page")));
            assertThat(proxy.log()).doesNotContain("CONNECT localhost", "/users/login");
        }
    }
}
