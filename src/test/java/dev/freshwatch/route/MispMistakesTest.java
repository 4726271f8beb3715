package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sim.misp.SimMisp;
import dev.freshwatch.tls.TestCertificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typical mistakes in the configuration of a MISP: the message names the key, and what to write instead. */
class MispMistakesTest {

    @TempDir
    private static Path keys;

    private static TestCertificates certificates;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.in(keys);
    }

    private Folder folder(String url) {
        return new Folder(directory)
                .misp("intel", url)
                .set("misp.intel.key", SimMisp.USER_KEY)
                .set("misp.intel.admin-key", SimMisp.ADMIN_KEY)
                .set("misp.intel.ping.enabled", "false");
    }

    /** By the last part of the check. */
    private static Map<String, String> messages(Folder folder) throws Exception {
        try (OneShotCheck asking = folder.ask()) {
            Map<String, String> messages = new TreeMap<>();
            for (Finding finding : asking.check(Duration.ofSeconds(90), CheckFilter.ALL)) {
                String what = finding.check().value().substring("misp/intel/".length());
                messages.put(what, finding.reason().word() + ": " + finding.text());
            }
            return messages;
        }
    }

    private static void all(Map<String, String> messages, String down, String other, String text) {
        assertThat(messages)
                .isEqualTo(Map.of(
                        "page", down + ": " + text,
                        "rest", down + ": " + text,
                        "workers", other + ": " + text,
                        "key", other + ": key: " + text));
    }

    @Test
    void aPortWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        all(
                messages(folder("https://127.0.0.1:" + port)),
                "down",
                "unreachable",
                "connection refused: 127.0.0.1 port " + port + " (misp.intel.url)");
    }

    @Test
    void aHostThatThereIsNot() throws Exception {
        all(
                messages(folder("https://misp.invalid/misp")),
                "down",
                "unreachable",
                "unknown host misp.invalid (misp.intel.url)");
    }

    @Test
    void aSelfSignedCertificate() throws Exception {
        try (SimMisp misp = new SimMisp(certificates.server("localhost").context())) {
            Folder folder = folder(misp.url().toString());
            all(
                    messages(folder),
                    "down",
                    "unreachable",
                    "certificate is not trusted: it does not lead to a known CA; misp.intel.tls.ca-file must name the CA,"
                            + " or the certificate itself if it is self-signed");
        }
    }

    @Test
    void aCertificateForAnotherHostOrOneThatIsOver() throws Exception {
        try (SimMisp misp = new SimMisp(certificates.server("other.example").context())) {
            Folder folder = folder(misp.url().toString()).set("misp.intel.tls.ca-file", certificates.caFile());
            assertThat(messages(folder).get("workers"))
                    .isEqualTo("unreachable: host name does not match the certificate;"
                            + " misp.intel.url must name the host as in its certificate");
        }
        try (SimMisp misp = new SimMisp(certificates.expired("localhost").context())) {
            Folder folder = folder(misp.url().toString()).set("misp.intel.tls.ca-file", certificates.caFile());
            assertThat(messages(folder).get("workers"))
                    .isEqualTo("unreachable: certificate is not trusted: it has expired");
        }
    }

    @Test
    void httpsForAPortThatSpeaksHttp() throws Exception {
        try (SimMisp misp = new SimMisp()) {
            String text = messages(folder("https://127.0.0.1:" + misp.url().getPort()))
                    .get("rest");
            assertThat(text)
                    .isEqualTo("down: connection was closed during the TLS handshake: 127.0.0.1 port "
                            + misp.url().getPort() + "; if it does not use TLS, write http:// in misp.intel.url");
        }
        try (RawServer answering = RawServer.that(peer -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            int port = answering.uri("/").getPort();
            assertThat(messages(folder("https://127.0.0.1:" + port)).get("rest"))
                    .startsWith("down: no TLS: ")
                    .endsWith(": 127.0.0.1 port " + port + "; if it does not use TLS, write http:// in misp.intel.url");
        }
    }

    @Test
    void httpForAPortThatWantsTls() throws Exception {
        try (SimMisp misp = new SimMisp(certificates.server("localhost").context())) {
            String text =
                    messages(folder("http://127.0.0.1:" + misp.url().getPort())).get("rest");
            assertThat(text)
                    .isEqualTo("down: answer is not HTTP; if the port uses TLS, write https:// in misp.intel.url");
        }
    }

    @Test
    void httpForAPortWhoseServerSaysThatItWantsTls() throws Exception {
        for (String page : new String[] {
            "<html><center>The plain HTTP request was sent to HTTPS port</center></html>",
            "<p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br /></p>"
        }) {
            try (MispStub misp = new MispStub()) {
                for (String path : new String[] {MispStub.LOGIN, MispStub.INDEX, MispStub.WORKERS}) {
                    misp.answer(path, 400, "text/html", page);
                }
                all(
                        messages(folder(misp.url())),
                        "down",
                        "unreadable",
                        "the port uses TLS: write https:// in misp.intel.url");
            }
        }
    }

    @Test
    void aRefusalThatIsNotMispsOwn() throws Exception {
        try (MispStub misp = new MispStub()) {
            misp.answer(MispStub.INDEX, 401, "text/html", "<h1>Unauthorized</h1>");
            misp.answer(MispStub.WORKERS, 403, "text/plain", "");
            assertThat(messages(folder(misp.url())))
                    .containsEntry(
                            "rest",
                            "unauthorized: refused (HTTP 401), but not by MISP itself: something in front of"
                                    + " it requires another login than misp.intel.key, or does not allow access from here")
                    .containsEntry(
                            "workers",
                            "unauthorized: refused (HTTP 403), but not by MISP itself: something in front of"
                                    + " it requires another login than misp.intel.admin-key, or does not allow access from here");
        }
    }

    @Test
    void keysThatAreRefused() throws Exception {
        try (SimMisp misp = new SimMisp()) {
            Folder folder = folder(misp.url().toString())
                    .set("misp.intel.key", "x".repeat(40))
                    .set("misp.intel.admin-key", SimMisp.READER_KEY);
            assertThat(messages(folder))
                    .containsEntry(
                            "rest",
                            "unauthorized: misp.intel.key is unknown to MISP, malformed or expired;"
                                    + " an API key of any role that may use the API is needed")
                    .containsEntry(
                            "workers",
                            "unauthorized: the role of misp.intel.admin-key is too weak:"
                                    + " a site admin's full API key (not a read-only one) is needed");
            misp.keys().change("user", key -> key.asDisabled(true)).change("admin", key -> key.tiedElsewhere(true));
            folder.set("misp.intel.key", SimMisp.USER_KEY).set("misp.intel.admin-key", SimMisp.ADMIN_KEY);
            assertThat(messages(folder))
                    .containsEntry("rest", "unauthorized: the account of misp.intel.key is disabled")
                    .containsEntry(
                            "workers",
                            "unauthorized: misp.intel.admin-key cannot be used from this address (allowed_ips in"
                                    + " MISP)");
        }
    }
}
