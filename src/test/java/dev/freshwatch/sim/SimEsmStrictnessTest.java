package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated ESM refuses what the contract does not know, and remembers it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimEsmStrictnessTest {

    private static final String GOOD = EsmCaller.newestOf("144116287587483648/8", "LAST_HOUR");

    private final SimEsm esm = new SimEsm();
    private EsmCaller caller;

    @BeforeAll
    void logIn() throws Exception {
        caller = new EsmCaller(esm.url()).loggedIn();
    }

    @AfterAll
    void stop() {
        esm.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        devGetDeviceList                            | {"types":["RECEIVER"]}             | Input Validation Error
        devGetDeviceList?filterByRights=maybe       | {"types":["RECEIVER"]}             | Input Validation Error
        devGetDeviceList?filterByRights=false       | {"types":["Receiver"]}             | Input Validation Error
        devGetDeviceList?filterByRights=false       | {"types":[]}                       | Input Validation Error
        devGetDeviceList?filterByRights=false       | {"types":"RECEIVER"}               | Input Validation Error
        devGetDeviceList?filterByRights=false       | {"types":["RECEIVER"], "x":1}      | Input Validation Error
        devGetDeviceList?filterByRights=false       | {"types":["RECEIVER"]              | Input Validation Error
        devGetDeviceList?filterByRights=false       | ''                                 | Input Validation Error
        essmgtGetESSTime                            | {}                                 | Input Validation Error
        essmgtGetESSTime?x=1                        | ''                                 | Input Validation Error
        grpGetDeviceTreeEx?displayID=0              | ''                                 | Input Validation Error
        alarmGetTriggeredAlarms                     | ''                                 | Input Validation Error
        alarmGetTriggeredAlarms?triggeredTimeRange=last_hour | ''                        | Input Validation Error
        alarmGetTriggeredAlarms?triggeredTimeRange=LAST_HOUR&status=Acknowledged | ''    | Input Validation Error
        alarmGetTriggeredAlarms?triggeredTimeRange=LAST_HOUR&pageSize=5001 | ''          | Input Validation Error
        alarmGetTriggeredAlarms?triggeredTimeRange=LAST_HOUR&pageNumber=0 | ''           | Input Validation Error
        alarmGetTriggeredAlarms?triggeredTimeRange=CUSTOM | ''                           | Input Validation Error
        alarmGetTriggeredAlarms?triggeredTimeRange=LAST_HOUR | {"assignedUser":"NGCP"}   | Input Validation Error
        v2/alarmGetTriggeredAlarms?triggeredTimeRange=LAST_HOUR | {"assignedUser":{"username":"NGCP","id":{"value":1}}} | ERROR_BadRequest (60)
        v2/qryGetStatus                             | {"resultID":{"value":1}}           | ERROR_BadRequest (60)
        v2/qryGetStatus                             | {"resultID":1.5}                   | ERROR_BadRequest (60)
        v2/qryGetStatus                             | {"resultID":null}                  | ERROR_BadRequest (60)
        v2/qryGetStatus                             | {"resultId":"1"}                   | Input Validation Error
        qryGetStatus                                | {"resultID":1}                     | ERROR_BadRequest (60)
        qryGetStatus                                | {"resultID":{"id":1}}              | ERROR_BadRequest (60)
        v2/qryGetResults?startPos=0                 | {"resultID":"1"}                   | Input Validation Error
        """)
    void refusesWrongRequests(String command, String body, String text) throws Exception {
        refused(caller.post(command, body), text);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        "limit": 1            | "limit": "1"             | Input Validation Error
        "limit": 1            | "limit": 65536           | Input Validation Error
        "limit": 1            | "Limit": 1               | Input Validation Error
        "includeTotal": false | "includeTotal": "false"  | Input Validation Error
        LAST_HOUR             | LAST_2_HOURS             | Input Validation Error
        LAST_HOUR             | CUSTOM                   | Input Validation Error
        DESCENDING            | descending               | Input Validation Error
        {"name": "LastTime"}, {"name": "IPSID"} | {"name": "IPSID"}, {"name": "IPSID"} | Input Validation Error
        {"name": "IPSIDAlertID"} | {"name": "Alert.LastTime"} | Input Validation Error
        EsmFieldFilter        | FieldFilter              | Input Validation Error
        EsmBasicValue         | BasicValue               | Input Validation Error
        "EQUALS"              | "="                      | Input Validation Error
        "EQUALS"              | "CONTAINS"               | ERROR_InvalidFilter (228)
        "field": {"name": "IPSID"} | "field": {"name": "DeviceId"} | ERROR_InvalidFilter (228)
        144116287587483648/8  | ERC-1                    | ERROR_BadRequest (60)
        144116287587483648/8  | 144116287587483648/16    | ERROR_BadRequest (60)
        "144116287587483648/8" | 144116287587483648      | ERROR_BadRequest (60)
        """)
    void refusesWrongQueries(String part, String instead, String text) throws Exception {
        assertThat(GOOD).contains(part);
        refused(caller.post("v2/qryExecuteDetail?type=EVENT&reverse=false", GOOD.replace(part, instead)), text);
        assertThat(esm.queries().open()).isZero();
    }

    @Test
    void wantsAContentTypeWhereThereIsABody() throws Exception {
        String path = "/rs/esm/devGetDeviceList?filterByRights=false";
        String body = "{\"types\":[\"RECEIVER\"]}";
        refused(caller.send("POST", path, body, null, true), "Unsupported Media Type");
        refused(caller.send("POST", path, body, "text/plain", true), "Unsupported Media Type");
        assertThat(caller.send("POST", path, body, "application/json; charset=utf-8", true)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void wantsPostAndForLogoutDelete() throws Exception {
        refused(caller.send("GET", "/rs/esm/essmgtGetESSTime", "", null, true), "Method Not Allowed");
        refused(caller.send("POST", "/rs/esm/logout", "", null, true), "Method Not Allowed");
    }

    @Test
    void knowsNoOtherCommands() throws Exception {
        for (String path : new String[] {"/", "/rs/esm/qryMagic", "/rs/esm/v3/login", "/ess/GRP_GETVIRTUALGROUP"}) {
            assertThat(caller.send("POST", path, "", null, true).statusCode()).isEqualTo(404);
        }
    }

    private void refused(HttpResponse<String> answer, String text) {
        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(answer.body()).isEqualTo(text);
        assertThat(esm.requests().violations()).isNotEmpty();
    }
}
