package dev.freshwatch.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.Warning;
import dev.freshwatch.config.Window;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HealthmonImportTest {

    private static final Path CONF = Imported.resource("healthmon/conf.ini");

    @TempDir
    Path folder;

    @Test
    void whatTheToolItselfHasWrittenIsCarriedOverWhole() throws Exception {
        Imported imported = imported("as-generated", CONF).withRoutes();

        EsmSettings esm = imported.settings().esms().get(0);
        assertThat(esm.url()).hasToString("https://esm.example");
        assertThat(esm.username()).isEqualTo("NGCP");
        assertThat(esm.password().reveal()).isEqualTo(Imported.SECRET);
        assertThat(esm.requestTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(esm.tls().insecure()).isFalse();
        assertThat(esm.alarms().watch().window()).isEqualTo(Window.LAST_HOUR);
        assertThat(esm.alarms().watch().limits().errorAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(esm.receivers())
                .extracting(Receiver::deviceId, Receiver::name, receiver -> receiver.watch()
                        .limits()
                        .errorAfter())
                .containsExactly(
                        tuple(144116287587483648L, "erc-1", Duration.ofMinutes(20)),
                        tuple(144116287604260864L, "erc_2_berlin", Duration.ofMinutes(25)));
        assertThat(imported.loaded().warnings()).extracting(Warning::text).noneMatch(text -> text.contains("esm.soc"));
    }

    /** Each old fault with the input that has it: what is said of it, and the line of the output that stands instead. */
    static Stream<List<String>> faults() {
        return Stream.of(
                List.of(
                        "limit-beyond-window",
                        ":7: was a fault: query_erc-1: a limit of 1h is not shorter than the" + " window LAST_HOUR",
                        "esm.soc.events.window = LAST_24_HOURS"),
                List.of(
                        "alarm-limit-beyond-window",
                        ":4: was a fault: alarm_threshold: a limit of 45m is not shorter",
                        "esm.soc.alarms.window = LAST_24_HOURS"),
                List.of(
                        "oldest-event",
                        ":6: was a fault: healthmon.py asked for the oldest event",
                        "esm.soc.events.window = LAST_HOUR"),
                List.of(
                        "oldest-event",
                        ":6: was a fault: healthmon.py said nothing of a Receiver without any event",
                        "esm.soc.events.enabled = true"),
                List.of(
                        "window-of-today",
                        ":6: was a fault: event_window: it begins anew at midnight",
                        "esm.soc.events.window = LAST_HOUR"),
                List.of(
                        "window-before-now",
                        ":3: was a fault: alarm_window: it ends before now",
                        "esm.soc.alarms.window = LAST_HOUR"),
                List.of(
                        "window-unknown",
                        ":3: was a fault: alarm_window: it is not a time range",
                        "esm.soc.alarms.window = LAST_HOUR"),
                List.of(
                        "yes-was-no",
                        ":2: was a fault: monitor_alarms: healthmon.py took all but true for false",
                        "esm.soc.alarms.enabled = true"),
                List.of(
                        "limit-no-number",
                        ":4: was a fault: alarm_threshold: the limit is not a whole number",
                        "esm.soc.alarms.window = LAST_HOUR"),
                List.of(
                        "limit-of-nothing",
                        ":4: was a fault: alarm_threshold: no newest record can be judged",
                        "esm.soc.alarms.window = LAST_HOUR"),
                List.of(
                        "comment-behind-value",
                        ":7: was a fault: query_erc-1: what looks like a comment",
                        "esm.soc.receiver.144116287587483648.error-after = 20m"),
                List.of(
                        "colon-in-name",
                        ":7: was a fault: query_erc: the name holds a : or =",
                        "esm.soc.receiver.144116287587483648.name = erc:1"),
                List.of(
                        "blank-behind-id",
                        ":7: was a fault: query_erc-1: healthmon.py took the blank",
                        "esm.soc.receiver.144116287587483648.name = erc-1"),
                List.of(
                        "no-limit",
                        ":7: was a fault: query_erc-1: it is not <device id>,<minutes>",
                        "esm.soc.events.window = LAST_HOUR"),
                List.of(
                        "address-for-id",
                        ":7: not carried over: query1: it does not name the device by its id; find"
                                + " the number with freshwatch devices",
                        "esm.soc.events.enabled = true"),
                List.of(
                        "same-id-twice",
                        ":8: not carried over: query_b: it is the same Receiver as in line 7",
                        "esm.soc.receiver.144116287587483648.name = a"),
                List.of(
                        "first-version",
                        ":3: carried over: alarm_query_window -> esm.soc.alarms.window = LAST_HOUR",
                        "esm.soc.alarms.window = LAST_HOUR"),
                List.of(
                        "first-version",
                        ":10: not carried over: ds1: healthmon.py never watched data sources",
                        "esm.soc.receiver.144116287587483648.name = 1"),
                List.of(
                        "limit-beyond-all",
                        ":7: not carried over: query_a: the widest window of an ESM is 3 days",
                        "esm.soc.receiver.144116287587483648.error-after = 3d"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anOldFaultIsNamedWithItsLine(List<String> row) throws Exception {
        Imported imported = imported(row.get(0), CONF);

        assertThat(imported.shown()).anyMatch(line -> line.contains(row.get(0) + ".ini" + row.get(1)));
        assertThat(imported.result().properties()).contains(row.get(2));
    }

    @Test
    void tlsThatWasNotVerifiedIsVerified() throws Exception {
        Imported imported = imported("as-generated", Imported.resource("healthmon/conf-insecure-tls.ini"));

        assertThat(imported.shown()).anyMatch(line -> line.contains(":11: was a fault: ssl_verify: it was off"));
        assertThat(imported.settings().esms().get(0).tls().insecure()).isFalse();
    }

    @Test
    void aPasswordIsNeitherShownNorWritten() throws Exception {
        Imported imported = imported("as-generated", CONF);

        assertThat(imported.all()).doesNotContain("aHVudGVyMi1wYXNzd29yZA").doesNotContain("hunter2");
        assertThat(imported.shown()).anyMatch(line -> line.contains(":4: was a fault: passwd: Base64"));
        assertThat(imported.result().steps())
                .anyMatch(step -> step.contains("secrets/esm.soc.password") && step.contains("umask 077"));
    }

    @Test
    void valuesReadBackAsTheyWere() throws Exception {
        Imported imported = imported("as-generated", Imported.resource("healthmon/conf-hard-values.ini"));

        EsmSettings esm = imported.settings().esms().get(0);
        assertThat(esm.url()).hasToString("https://10.1.2.3:8443");
        assertThat(esm.username()).isEqualTo("SOC\\team #1");
    }

    @Test
    void withoutTheConfOfMsiempyHostAndUserAreLeftToPeople() throws Exception {
        Imported imported = imported("as-generated", null);

        assertThat(imported.result().properties())
                .contains("esm.soc.url = {{env:ESM_SOC_URL}}", "esm.soc.username = {{env:ESM_SOC_USERNAME}}");
        assertThat(imported.result().steps()).anyMatch(step -> step.contains("--msiempy-conf"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[esm]\\nhost = a | is the conf.ini of msiempy; name it behind --msiempy-conf",
                "[other]\\na = b   | has no section [healthmon]",
                "monitor_alarms=t   | line 1: stands before any [section]",
                "[healthmon]\\nmonitor_al | line 2: has neither = nor :",
                "''                 | has no section [healthmon]",
            })
    void whatIsNoHealthmonIniIsRefused(String text, String why) throws Exception {
        Path file = Files.writeString(folder.resolve("healthmon.ini"), text.replace("\\n", "\n"));

        assertThatThrownBy(() -> OldSettings.read(file, null))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("healthmon.ini")
                .hasMessageContaining(why);
    }

    @Test
    void filesThatCannotBeReadAreRefusedWithTheReason() throws Exception {
        Path latin = Files.write(
                folder.resolve("latin.ini"), "[healthmon]\nquery_köln = 1,2".getBytes(StandardCharsets.ISO_8859_1));
        Path utf16 = Files.write(folder.resolve("utf16.ini"), "\uFEFF[healthmon]".getBytes(StandardCharsets.UTF_16LE));
        Path huge = folder.resolve("huge.ini");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 32);
        }

        assertRefused(latin, "it is not UTF-8 text (line 2, byte 8 of it)");
        assertRefused(utf16, "it is UTF-16 text");
        assertRefused(huge, "it is longer than");
        assertRefused(folder, "it is a folder");
        assertRefused(folder.resolve("gone.ini"), "there is no such file");
    }

    /** Cut anywhere, or with any byte changed: a refusal, or a result. */
    @Test
    void damageNeverMakesMoreThanARefusal() throws Exception {
        byte[] whole = Files.readAllBytes(Imported.resource("healthmon/as-generated.ini"));
        Random random = new Random(7);
        Path file = folder.resolve("healthmon.ini");
        int read = 0;
        for (int i = 0; i < 600; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            if (i % 2 == 1) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                assertThat(OldSettings.read(file, CONF).properties()).isNotEmpty();
                read++;
            } catch (ImportRefused e) {
                assertThat(e.getMessage()).contains("healthmon.ini");
            }
        }
        assertThat(read).isBetween(50, 550);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> OldSettings.read(file, null))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
    }

    private Imported imported(String name, Path conf) throws Exception {
        return Imported.of(folder, Imported.resource("healthmon/" + name + ".ini"), conf);
    }
}
