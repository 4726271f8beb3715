package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way of not answering gets its reason (operator contract, section 3). */
class EsmErrorsTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | ''                                                  | UNAUTHORIZED | SESSION_LOST",
                "500 | ERROR_InvalidSession                                | UNAUTHORIZED | SESSION_LOST",
                "400 | ERROR_INVALID_SESSION (1)                           | UNAUTHORIZED | SESSION_LOST",
                "403 | Not Authorized User                                 | UNAUTHORIZED | SESSION_LOST",
                "500 | Invalid Session                                     | UNAUTHORIZED | SESSION_LOST",
                "400 | Username and password cannot be null                | UNAUTHORIZED | SESSION_LOST",
                "500 | Issue validating session token.                     | UNAUTHORIZED | SESSION_LOST",
                "403 | ERROR_InsufficientPrivileges                        | UNAUTHORIZED | NONE",
                "404 | Not Found                                           | FAILED       | NO_SUCH_COMMAND",
                "404 | ERROR_JobEngine_GetQueryStatus_StatusNotFound       | FAILED       | QUERY_GONE",
                "400 | ERROR_JobEngine_GetQueryStatus_StatusNotFound       | FAILED       | QUERY_GONE",
                "500 | Error deserializing EsmQueryResults, see logs       | FAILED       | NOT_READY",
                "400 | ERROR_NoData                                        | FAILED       | NO_DATA",
                "400 | ERROR_IndexNotTurnedOn                              | FAILED       | REFUSED",
                "400 | ERROR_InvalidFilter (228)                           | FAILED       | REFUSED",
                "400 | Input Validation Error                              | FAILED       | REFUSED",
                "500 | ERROR_InvalidFilter (228)                           | FAILED       | REFUSED",
                "503 | ERROR_InvalidFilter (228)                           | FAILED       | REFUSED",
                "400 | ERROR_BadRequest (60)                               | FAILED       | REFUSED",
                "404 | ERROR_BadRequest (60)                               | FAILED       | REFUSED",
                "500 | ERROR_BadRequest (60)                               | FAILED       | REFUSED",
                "500 | Input Validation Error: maximum of the query is 50  | FAILED       | REFUSED",
                "500 | input validation error                              | FAILED       | REFUSED",
                "500 | ERROR_UnknownList                                   | FAILED       | REFUSED",
                "500 | ERROR_IndexNotTurnedOn                              | FAILED       | REFUSED",
                "500 | ERROR_NoData                                        | FAILED       | NO_DATA",
                "500 | Error processing request, see server logs           | FAILED       | NONE",
                "502 | ''                                                  | FAILED       | NONE",
                "503 | Service Unavailable                                 | FAILED       | NONE",
                "503 | The system is down for Maintenance                  | MAINTENANCE  | NONE",
                "503 | <html><body>maintenance</body></html>               | MAINTENANCE  | NONE",
                "200 | <!DOCTYPE html><p>Maintenance                       | MAINTENANCE  | NONE",
                "200 | <html>Welcome</html>                                | UNREADABLE   | NONE",
                "302 | ''                                                  | UNREADABLE   | NONE",
                "429 | Too many queries                                    | OVERLOADED   | NONE",
                "429 | ERROR_InvalidSession                                | OVERLOADED   | NONE",
                "500 | Maximum number of concurrent queries reached        | OVERLOADED   | NONE",
                "400 | ERROR_TooManyQueries                                | OVERLOADED   | NONE",
                "500 | query limit exceeded                                | OVERLOADED   | NONE",
            })
    void tellsTheReason(int status, String text, Reason reason, Sign sign) {
        EsmException failure = EsmErrors.of("call", ScriptedEsm.reply(status, "text/plain", text), FakeTime.START);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.sign()).isEqualTo(sign);
        assertThat(failure).hasMessageStartingWith("call: ");
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_STARTED, TIMEOUT",
        "NOT_CONNECTED, UNREACHABLE",
        "TOO_LATE, UNREACHABLE",
        "DROPPED, UNREACHABLE",
        "BROKEN, UNREADABLE",
        "TOO_LONG, UNREADABLE",
    })
    void tellsTheReasonWhereThereIsNoAnswer(NoAnswer.Kind kind, Reason reason) {
        assertThat(EsmErrors.of("call", new NoAnswer(kind, "so it was", null), "so it was")
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void showsHostileTextAsOneShortLine() {
        String hostile = "bad\r\nSubject: x\u202e \u0000" + "x".repeat(9000);
        String message = EsmErrors.of("call", ScriptedEsm.reply(500, "text/plain", hostile), FakeTime.START)
                .getMessage();
        assertThat(message).startsWith("call: HTTP 500 (bad  Subject: x").hasSizeLessThan(240);
        assertThat(message).doesNotContain("\r").doesNotContain("\n").doesNotContain("\u202e");
    }

    @Test
    void showsNoSecretThatIsEchoed() {
        EsmException failure = new EsmException(
                        Reason.FAILED, "bad cookie JWTToken=a.b.c1 for Mcafee123!", Sign.NO_DATA)
                .without(java.util.List.of("a.b.c1", "Mcafee123!"));
        assertThat(failure).hasMessage("bad cookie JWTToken=xxxxxx for xxxxxx");
        assertThat(failure.sign()).isEqualTo(Sign.NO_DATA);
    }
}
