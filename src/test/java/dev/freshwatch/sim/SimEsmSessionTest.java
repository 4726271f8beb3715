package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins and sessions of the simulated ESM. */
class SimEsmSessionTest {

    /** The contract's own vectors. */
    private static final String AES = EsmCaller.loginBody("jwNLgaSY2PFsAjF87bRyPg==", "uTl8FIeRQJNFOybh6521Hg==");

    private static final String BASE64 =
            EsmCaller.loginBody(EsmCaller.base64(SimEsm.USERNAME), EsmCaller.base64(SimEsm.PASSWORD));

    private final SimEsm esm = new SimEsm();
    private final EsmCaller caller = new EsmCaller(esm.url());

    @AfterEach
    void stop() {
        esm.close();
    }

    @ParameterizedTest
    @CsvSource({
        "11.3,     true,  false",
        "11.6.10,  true,  false",
        "11.6.11,  false, true",
        "11.7.0,   false, true",
        "12.0,     false, true",
    })
    void wantsTheLoginCodeOfItsVersion(String version, boolean base64, boolean aes) throws Exception {
        esm.behaviour().version(version);
        assertThat(caller.login("/rs/esm/login", BASE64).statusCode() == 200).isEqualTo(base64);
        assertThat(caller.login("/rs/esm/v2/login", AES).statusCode() == 200).isEqualTo(aes);
        assertThat(esm.sessions().attempts()).isEqualTo(2);
        assertThat(esm.sessions().refused()).isEqualTo(1);
    }

    @Test
    void takesEitherCodeWhereToldTo() throws Exception {
        esm.behaviour().loginCode(LoginCode.EITHER).loginStatus(201);
        assertThat(caller.login("/rs/esm/login", BASE64).statusCode()).isEqualTo(201);
        assertThat(caller.login("/rs/esm/login", AES).statusCode()).isEqualTo(201);
        assertThat(esm.sessions().peak()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rs/esm/login", "/rs/esm/v2/login"})
    void neverWrapsTheAnswerToALogin(String path) throws Exception {
        esm.appliance().zone(13);
        HttpResponse<String> answer = caller.login(path, BASE64);
        assertThat(Fields.JSON.readTree(answer.body()).get("tzId").asInt()).isEqualTo(13);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("JWTToken=");
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("SID");
    }

    @Test
    void refusesOtherCredentials() throws Exception {
        String wrong = EsmCaller.loginBody(EsmCaller.base64("NGCP"), EsmCaller.base64("guess"));
        assertThat(caller.login("/rs/esm/login", wrong).statusCode()).isEqualTo(401);
        esm.behaviour().refusedLoginStatus(400);
        HttpResponse<String> answer = caller.login("/rs/esm/login", wrong);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Xsrf-Token")).isEmpty();
        assertThat(caller.login("/rs/esm/login", "").body()).contains("Username and password cannot be null");
        assertThat(esm.sessions().open()).isZero();
        assertThat(esm.sessions().refused()).isEqualTo(3);
    }

    @Test
    void wantsBothSessionHeaders() throws Exception {
        caller.loggedIn();
        assertThat(caller.post("essmgtGetESSTime", "").statusCode()).isEqualTo(200);
        assertThat(esm.requests().violations()).isEmpty();
        assertThat(caller.send("POST", "/rs/esm/essmgtGetESSTime", "", null, false)
                        .statusCode())
                .isEqualTo(401);
        assertThat(esm.requests().violations()).hasSize(1);
        assertThat(caller.withXsrf("other").post("essmgtGetESSTime", "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void losesSessionsWhenToldTo() throws Exception {
        esm.behaviour().lostSession(500, "Issue validating session token.");
        caller.loggedIn();
        esm.sessions().expire();
        HttpResponse<String> lost = caller.post("essmgtGetESSTime", "");
        assertThat(lost.statusCode()).isEqualTo(500);
        assertThat(lost.body()).isEqualTo("Issue validating session token.");
        esm.behaviour().callsPerSession(2);
        caller.loggedIn();
        for (int call = 1; call <= 3; call++) {
            assertThat(caller.post("essmgtGetESSTime", "").statusCode()).isEqualTo(call <= 2 ? 200 : 500);
        }
        assertThat(esm.requests().violations()).isEmpty();
    }

    @Test
    void countsLogouts() throws Exception {
        caller.loggedIn();
        assertThat(esm.sessions().open()).isEqualTo(1);
        assertThat(caller.logout().statusCode()).isEqualTo(200);
        assertThat(esm.sessions().open()).isZero();
        assertThat(esm.sessions().logouts()).isEqualTo(1);
        assertThat(caller.post("miscKeepAlive", "").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "V1_ONLY,        essmgtGetESSTime, false",
        "V1_ONLY,        qryGetStatus,     false",
        "V2_FOR_QUERIES, essmgtGetESSTime, false",
        "V2_FOR_QUERIES, qryGetStatus,     true",
        "BOTH,           essmgtGetESSTime, true",
    })
    void offersTheSurfacesOfItsVersion(EsmBehaviour.Surfaces surfaces, String command, boolean offered)
            throws Exception {
        esm.behaviour().surfaces(surfaces);
        caller.loggedIn();
        assertThat(caller.post("v2/" + command, "").statusCode() != 404).isEqualTo(offered);
        assertThat(caller.post(command, "").statusCode()).isNotEqualTo(404);
    }

    @Test
    void speaksTls(@TempDir Path folder) throws Exception {
        SSLContext context = TestTls.context(TestTls.keyStore(folder));
        try (SimEsm secured = new SimEsm(context)) {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .build();
            EsmCaller safely = new EsmCaller(secured.url(), client).loggedIn();
            assertThat(safely.post("essmgtGetESSTime", "").statusCode()).isEqualTo(200);
        }
    }
}
