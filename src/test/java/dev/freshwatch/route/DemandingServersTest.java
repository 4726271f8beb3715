package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.DrillOutcome;
import dev.freshwatch.app.DrillRun;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.MutualTls;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sink.Certificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that demand a client certificate, by the configuration that an operator writes. */
class DemandingServersTest {

    private static final String NONE = "server asked for a client certificate, got none and ended the connection;"
            + " set %1$scert-file and %1$skey-file";
    private static final String OURS =
            "server got our client certificate and ended the connection; it may not accept the certificate that %scert-file names";

    @TempDir
    private static Path keys;

    private static Certificates server;
    private static Certificates ours;
    private static Certificates foreign;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Certificates.make(keys, "dns:localhost,ip:127.0.0.1");
        ours = Certificates.make(keys, "dns:watch.example");
        foreign = Certificates.make(keys, "dns:foreign.example");
    }

    @ParameterizedTest
    @CsvSource({
        "TLSv1.2, esm", "TLSv1.3, esm",
        "TLSv1.2, misp", "TLSv1.3, misp",
        "TLSv1.2, webhook", "TLSv1.3, webhook",
        "TLSv1.2, service-http", "TLSv1.3, service-http",
        "TLSv1.2, service-json", "TLSv1.3, service-json",
        "TLSv1.2, service-certificate", "TLSv1.3, service-certificate"
    })
    @MostlyWaits
    void onlyTheRightCertificateIsLetIn(String version, String peer) throws Exception {
        String prefix =
                switch (peer) {
                    case "esm" -> "esm.soc.tls.";
                    case "misp" -> "misp.intel.tls.";
                    case "webhook" -> "sink.webhook.tls.";
                    default -> "";
                };
        try (RawServer demanding = RawServer.speakingTls(MutualTls.demanding(server, ours, version), polite())) {
            String right = said(peer, prefix, demanding, ours);
            assertThat(right).doesNotContain("client certificate");
            if (peer.equals("service-certificate")) {
                // the server's own certificate is all that is asked for
                assertThat(List.of(right, said(peer, prefix, demanding, null), said(peer, prefix, demanding, foreign)))
                        .allMatch(text -> text.contains("ok up: certificate ends in "));
                return;
            }
            int requests = demanding.requests.size();
            assertThat(requests).isPositive();
            assertThat(said(peer, prefix, demanding, null))
                    .contains(String.format(Locale.ROOT, NONE, prefix))
                    .doesNotContain("ok ");
            assertThat(said(peer, prefix, demanding, foreign))
                    .contains(String.format(Locale.ROOT, OURS, prefix))
                    .doesNotContain("ok ");
            assertThat(demanding.requests).hasSize(requests);
        }
    }

    private static RawServer.Behaviour polite() {
        return peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            }
        };
    }

    /** @param shown null = none */
    private String said(String peer, String prefix, RawServer demanding, Certificates shown) throws Exception {
        Folder folder = new Folder(directory);
        String url = demanding.uri("/").toString();
        switch (peer) {
            case "esm" ->
                folder.set("esm.soc.url", url).set("esm.soc.username", "x").set("esm.soc.password", "y");
            case "misp" ->
                folder.misp("intel", url.substring(0, url.length() - 1)).set("misp.intel.ping.enabled", "false");
            case "webhook" ->
                folder.set("esm.soc.url", "https://esm.example")
                        .set("esm.soc.username", "x")
                        .set("esm.soc.password", "y")
                        .set("sink.webhook.enabled", "true")
                        .set("sink.webhook.url", url);
            default -> folder.route("mine.camel.yaml", route(peer, demanding, shown));
        }
        if (!prefix.isEmpty()) {
            folder.set(prefix + "ca-file", server.certificate());
            if (shown != null) {
                folder.set(prefix + "cert-file", shown.certificate()).set(prefix + "key-file", shown.key());
            }
        }
        return peer.equals("webhook") ? drilled(folder) : checked(folder);
    }

    private static String route(String template, RawServer demanding, Certificates shown) {
        StringBuilder yaml =
                new StringBuilder("- templatedRoute:\n    routeTemplateRef: " + template + "\n    parameters:\n");
        parameter(yaml, "name", "wiki");
        if (template.equals("service-certificate")) {
            parameter(yaml, "host", "localhost");
            parameter(yaml, "port", demanding.uri("/").getPort());
        } else {
            parameter(yaml, "url", demanding.uri("/"));
        }
        if (template.equals("service-json")) {
            parameter(yaml, "path", "$.time");
            parameter(yaml, "error-after", "1h");
        }
        parameter(yaml, "ca-file", server.certificate());
        if (shown != null) {
            parameter(yaml, "cert-file", shown.certificate());
            parameter(yaml, "key-file", shown.key());
        }
        return yaml.toString();
    }

    private static void parameter(StringBuilder yaml, String name, Object value) {
        yaml.append("      - name: ")
                .append(name)
                .append("\n        value: \"")
                .append(value)
                .append("\"\n");
    }

    private static String checked(Folder folder) throws Exception {
        try (OneShotCheck asking = folder.ask()) {
            return asking.check(Duration.ofSeconds(90), CheckFilter.ALL).stream()
                    .map(DemandingServersTest::line)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String line(Finding finding) {
        return finding.state().word() + " " + finding.reason().word() + ": " + finding.text();
    }

    private static String drilled(Folder folder) throws Exception {
        try (DrillRun drillRun = folder.drill()) {
            return drillRun.send(Duration.ofSeconds(6), () -> false).stream()
                    .map(DrillOutcome::reason)
                    .map(String::valueOf)
                    .collect(Collectors.joining("\n"));
        }
    }
}
