package dev.freshwatch.sim.misp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.sim.TestTls;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated MISP behind TLS. */
class SimMispTlsTest {

    @TempDir
    Path folder;

    @Test
    void speaksTls() throws Exception {
        SSLContext tls = TestTls.context(TestTls.keyStore(folder));
        try (SimMisp misp = new SimMisp(tls)) {
            assertThat(misp.url()).hasScheme("https");
            HttpClient http = HttpClient.newBuilder().sslContext(tls).build();
            HttpRequest request = HttpRequest.newBuilder(misp.url().resolve("/users/heartbeat"))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }
}
