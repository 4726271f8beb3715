package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the simulated ESM misbehaves, seen from raw sockets. */
class SimEsmFaultTest {

    private static final String REQUEST =
            "POST /rs/esm/login HTTP/1.1\r\nHost: esm\r\nContent-Type: application/json\r\n"
                    + "Content-Length: %d\r\n\r\n%s";
    private static final String LOGIN =
            EsmCaller.loginBody(EsmCaller.base64(SimEsm.USERNAME), EsmCaller.base64(SimEsm.PASSWORD));

    private final SimEsm esm = new SimEsm();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        esm.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        status:503          | HTTP/1.1 503 | Error processing request
        retry:429:30        | HTTP/1.1 429 | Retry-After: 30
        unauthorized        | HTTP/1.1 401 | ERROR_InvalidSession
        forbidden           | HTTP/1.1 403 | ERROR_InsufficientPrivileges
        html                | HTTP/1.1 200 | <h1>
        empty               | HTTP/1.1 200 | Content-Length: 0
        garbage             | HTTP/1.1 200 | {"return":
        """)
    void answersSomethingElse(String word, String start, String part) throws Exception {
        esm.faults().next(1, "login", FaultWord.parse(word));
        Socket socket = ask();
        assertThat(answer(socket)).startsWith(start).contains(part);
        assertThat(esm.sessions().attempts()).isZero();
        assertThat(answer(ask())).startsWith("HTTP/1.1 200").contains("tzId");
    }

    @Test
    void resets() throws Exception {
        esm.faults().always("login", SimFault.reset());
        assertThatThrownBy(() -> ask().getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void closesWithoutAnAnswer() throws Exception {
        esm.faults().always(SimFaults.ANY, SimFault.close());
        assertThat(ask().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void truncatesAnAnswerThatTookEffect() throws Exception {
        esm.faults().always("login", SimFault.truncate());
        String whole = new String(ask().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] parts = whole.split("\r\n\r\n", 2);
        int announced = Integer.parseInt(parts[0].replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));
        assertThat(parts[1].length()).isPositive().isLessThan(announced);
        assertThat(esm.sessions().open()).isEqualTo(1);
    }

    @Test
    void dripsItsBodyByteByByte() throws Exception {
        esm.faults().always("login", SimFault.drip(Duration.ofMillis(2)));
        long started = System.nanoTime();
        String whole = answer(ask());
        assertThat(whole).contains("tzId");
        int body = whole.length() - whole.indexOf("\r\n\r\n") - 4;
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(2L * body));
    }

    @Test
    void delays() throws Exception {
        esm.faults().always("login", SimFault.delay(Duration.ofMillis(100)));
        long started = System.nanoTime();
        assertThat(answer(ask())).contains("tzId");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(100));
    }

    @Test
    void hangsHundredsOfRequestsAndLetsGoOfThemWithTheClient() throws Exception {
        esm.faults().next(450, "login", SimFault.hang());
        for (int i = 0; i < 450; i++) {
            ask();
        }
        await().until(() -> esm.requests().of("login") == 450);
        assertThat(answer(ask())).contains("tzId");
        assertThat(esm.openConnections()).isEqualTo(451);
        for (Socket socket : sockets) {
            socket.close();
        }
        await().until(() -> esm.openConnections() == 0);
    }

    @Test
    void misbehavesForOneReceiverOnly() throws Exception {
        SimDevice good = esm.appliance().addReceiver("ERC-1");
        SimDevice bad = esm.appliance().addReceiver("ERC-2");
        EsmCaller caller = new EsmCaller(esm.url()).loggedIn();
        esm.faults().always("qryGetStatus", bad.id(), SimFault.status(500, "Error processing request"));
        for (SimDevice device : List.of(good, bad)) {
            String asked = EsmCaller.newestOf(device.id() + "/8", "LAST_HOUR");
            String id = caller.json("v2/qryExecuteDetail?type=EVENT", asked).toString();
            String body = id.replaceFirst(".*(\"resultID\":\"\\d+\").*", "{$1}");
            assertThat(caller.post("v2/qryGetStatus", body).statusCode()).isEqualTo(device == good ? 200 : 500);
        }
        assertThat(esm.requests().recent()).anyMatch(entry -> entry.deviceId() == bad.id() && entry.status() == 500);
    }

    @Test
    void doesNotGrowOverManyCycles() throws Exception {
        esm.appliance().addReceiver("ERC-1").events().live(Duration.ofSeconds(1), Duration.ZERO);
        EsmCaller caller = new EsmCaller(esm.url()).loggedIn();
        for (int i = 0; i < 2000; i++) {
            caller.post("essmgtGetESSTime", "");
        }
        assertThat(esm.requests().of("essmgtGetESSTime")).isEqualTo(2000);
        assertThat(esm.requests().recent()).hasSize(1000);
        assertThat(esm.connections()).isLessThan(5);
        esm.resetCounters();
        assertThat(esm.requests().total()).isZero();
    }

    private Socket ask() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), esm.url().getPort());
        sockets.add(socket);
        socket.setSoTimeout(60_000);
        byte[] request =
                String.format(Locale.ROOT, REQUEST, LOGIN.length(), LOGIN).getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(request);
        return socket;
    }

    /** One whole answer. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("cut after " + head);
            }
            head.append((char) b);
        }
        int length = Integer.parseInt(head.toString().replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
