package dev.freshwatch.esm;

import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers calls from a script, in the time of a {@link FakeTime}: for each command first what was queued for it once,
 * then what it answers always. By default a healthy small ESM in UTC.
 */
final class ScriptedEsm implements HttpCaller {

    static final String RECEIVER = "144116287587483648";

    /** One scripted answer. */
    interface Answer {
        Reply to(Call call) throws NoAnswer;
    }

    private final FakeTime time;
    private final Map<String, Answer> always = new HashMap<>();
    private final Map<String, Deque<Answer>> once = new HashMap<>();
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private int logins;

    ScriptedEsm(FakeTime time) {
        this.time = time;
        always("login", call -> login());
        always("logout", text(200, ""));
        always("essmgtGetESSTime", call -> json("{\"return\":{\"value\":\"" + clock() + "\"}}"));
        always("userGetTimeZones", json("[]", 200));
        always(
                "devGetDeviceList",
                json(
                        "{\"return\":[{\"name\":\"ERC-1\",\"type\":\"RECEIVER\",\"id\":{\"id\":" + RECEIVER + "}}]}",
                        200));
        always("grpGetDeviceTreeEx", json("{\"return\":{\"devices\":[]}}", 200));
        always("alarmGetTriggeredAlarms", json("{\"return\":[]}", 200));
        always("qryExecuteDetail", json("{\"resultID\":\"77\"}", 200));
        always("qryGetStatus", json("{\"complete\":true,\"percentComplete\":100,\"milliseconds\":3}", 200));
        always("qryGetResults", json("{\"columns\":[],\"rows\":[]}", 200));
        always("qryClose", text(200, ""));
    }

    ScriptedEsm always(String command, Answer answer) {
        always.put(command, answer);
        return this;
    }

    ScriptedEsm once(String command, Answer... answers) {
        once.computeIfAbsent(command, name -> new ArrayDeque<>()).addAll(List.of(answers));
        return this;
    }

    /** One row for this device, so old by the ESM's clock. */
    static Answer row(FakeTime time, String device, Duration age) {
        return call ->
                json("{\"columns\":[{\"name\":\"Alert.LastTime\"},{\"name\":\"Alert.IPSID\"}],\"rows\":[{\"values\":[\""
                        + java.time.format.DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT)
                                .format(time.now().minus(age).atZone(java.time.ZoneOffset.UTC))
                        + "\",\"" + device + "\"]}]}");
    }

    @Override
    public Reply call(Call call) throws NoAnswer {
        calls.add(call);
        String command = command(call);
        Deque<Answer> queued;
        Answer answer;
        synchronized (this) {
            queued = once.getOrDefault(command, new ArrayDeque<>());
            answer = queued.isEmpty() ? always.get(command) : queued.poll();
        }
        return answer == null ? text(404, "Not Found").to(call) : answer.to(call);
    }

    List<String> commands() {
        synchronized (calls) {
            return calls.stream().map(ScriptedEsm::command).toList();
        }
    }

    List<Call> calls(String command) {
        synchronized (calls) {
            return calls.stream().filter(call -> command(call).equals(command)).toList();
        }
    }

    long count(String command) {
        return calls(command).size();
    }

    private static String command(Call call) {
        String path = call.uri().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String clock() {
        return time.now().toString().replaceFirst("(\\.\\d+)?Z$", ".0+0000");
    }

    synchronized Reply login() {
        logins++;
        return new Reply(
                200,
                Map.of(
                        "set-cookie", List.of("JWTToken=a.b." + logins + "; Path=/; Secure; HttpOnly"),
                        "xsrf-token", List.of("xsrf-" + logins),
                        "content-type", List.of("application/json")),
                "{\"tzId\":26,\"userName\":\"NGCP\"}".getBytes(StandardCharsets.UTF_8),
                Duration.ofMillis(1));
    }

    static Reply json(String body) {
        return reply(200, "application/json", body);
    }

    static Answer json(String body, int status) {
        return call -> reply(status, "application/json", body);
    }

    static Answer text(int status, String body) {
        return call -> reply(status, "text/plain", body);
    }

    static Answer html(int status, String body) {
        return call -> reply(status, "text/html", body);
    }

    static Answer none(NoAnswer.Kind kind) {
        return call -> {
            throw new NoAnswer(kind, "no answer: " + kind, null);
        };
    }

    /** Takes all the time that the call has, and then there is no answer. */
    Answer hang() {
        return call -> {
            time.pass(call.timeout());
            throw new NoAnswer(NoAnswer.Kind.TOO_LATE, "no answer within " + call.timeout(), null);
        };
    }

    static Reply reply(int status, String type, String body) {
        return new Reply(
                status,
                Map.of("content-type", List.of(type)),
                body.getBytes(StandardCharsets.UTF_8),
                Duration.ofMillis(1));
    }
}
