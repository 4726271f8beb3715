package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.tls.TestCertificates;
import dev.freshwatch.tls.Trust;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlHostTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "https://esm.example/, esm.example, -1, 443",
        "http://esm.example:8080/x?y, esm.example, 8080, 80",
        "https://[::1]:8443, [::1], 8443, 443",
        "https://192.0.2.1, 192.0.2.1, -1, 443",
        "https://esm_soc.example, esm_soc.example, -1, 443",
        "HTTPS://esm_soc:8443/rs/esm?a=b, esm_soc, 8443, 443",
        "http://_gateway./x, _gateway., -1, 80",
        "http://my_host:/x, my_host, -1, 80",
        "http://web-1.2nd:81/, web-1.2nd, 81, 80",
        "http://a_b.c-.d/, a_b.c-.d, -1, 80",
    })
    void isFound(URI url, String host, int port, int usual) {
        assertThat(UrlHost.of(url)).isEqualTo(host);
        assertThat(UrlHost.port(url)).isEqualTo(port);
        assertThat(UrlHost.portOrUsual(url)).isEqualTo(port < 0 ? usual : port);
        assertThat(UrlHost.of(url.resolve("/next"))).as("of a path below it").isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:///x",
                "mailto:soc@example.org",
                "http://user@my_host/",
                "http://my_host:80:90/",
                "http://a$b/",
                "http://-a_b/",
                "http://a_b..c/",
                "http://my%5Fhost/"
            })
    void isNone(URI url) {
        assertThat(UrlHost.of(url)).isNull();
        assertThat(UrlHost.port(url)).isEqualTo(-1);
    }

    private static BoundedHttpClient guard(Trust trust) {
        return new BoundedHttpClient(trust, Calls.limits(), new SlowNames(host -> {
            if (host.contains("_")) {
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }
            throw new UnknownHostException(host);
        }));
    }

    private static URI at(RawServer server, String host, String rest) {
        return URI.create(server.uri(rest).toString().replace("localhost", host));
    }

    @Test
    void hostWithAnUnderscoreIsCalled() throws Exception {
        try (RawServer one = RawServer.answering(OK);
                RawServer other = RawServer.answering(OK.replace("{}", "[]"));
                Calls calls = new Calls(guard(Trust.of(null, false)))) {
            for (int i = 0; i < 3; i++) {
                assertThat(calls.http
                                .call(Calls.get(at(one, "esm_soc.example", "/rs/esm?a=b%20c"), SOON))
                                .text())
                        .isEqualTo("{}");
                assertThat(calls.http
                                .call(Calls.post(at(other, "misp_intel", "/x"), "{}"))
                                .text())
                        .isEqualTo("[]");
            }
            assertThat(one.requests).hasSize(3).allSatisfy(request -> assertThat(request)
                    .startsWith("GET /rs/esm?a=b%20c HTTP/1.1\r\n")
                    .contains("\r\nHost: esm_soc.example:" + one.uri("").getPort() + "\r\n")
                    .doesNotContain("Freshwatch-")
                    .doesNotContain("invalid"));
            assertThat(other.requests).hasSize(3).allMatch(request -> request.contains("\r\nHost: misp_intel:"));
            assertThat(one.connections).as("kept").hasValue(1);
            assertThat(other.connections).as("kept").hasValue(1);
        }
    }

    @Test
    void hostWithAnUnderscoreIsCalledByTls() throws Exception {
        TestCertificates.Server identity = TestCertificates.in(folder).server("esm.example");
        try (RawServer server = RawServer.speakingTls(identity.context().getServerSocketFactory(), peer -> {
                    while (peer.readRequest()) {
                        peer.write(OK);
                    }
                });
                Calls insecure = new Calls(guard(Trust.of(null, true)));
                Calls trusting = new Calls(guard(Trust.of(identity.certificateFile(), false)))) {
            URI url = at(server, "esm_soc.example", "/");
            assertThat(insecure.http.call(Calls.get(url, SOON)).status()).isEqualTo(200);
            NoAnswer none = catchThrowableOfType(NoAnswer.class, () -> trusting.http.call(Calls.get(url, SOON)));
            assertThat(none).as("its name is checked").hasMessage("host name does not match the certificate");
        }
    }
}
