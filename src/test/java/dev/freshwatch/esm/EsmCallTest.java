package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EsmCallTest {

    /** What is lost on a connection that the ESM had closed may be asked once more, where that opens nothing. */
    @ParameterizedTest
    @CsvSource({
        "essmgtGetESSTime, true",
        "alarmGetTriggeredAlarms, true",
        "devGetDeviceList, true",
        "grpGetDeviceTreeEx, true",
        "userGetTimeZones, true",
        "userGetUserList, true",
        "qryGetStatus, true",
        "qryGetResults, true",
        "qryClose, true",
        "qryExecuteDetail, false",
        "login, false",
        "aCommandToCome, false",
    })
    void mayBeRepeated(String command, boolean repeatable) {
        assertThat(EsmCall.of(command).repeatable()).isEqualTo(repeatable);
    }
}
