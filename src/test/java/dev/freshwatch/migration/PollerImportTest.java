package dev.freshwatch.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.Warning;
import dev.freshwatch.freshness.Limits;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PollerImportTest {

    private static final String KEY_OF_THE_FILE = "S3cretKeyOfTheOldFile";
    private static final String KEY_OF_THE_SCRIPT = "Zz9SecretOfTheScript";

    @TempDir
    Path folder;

    @Test
    void theServicesOfAMispBecomeOneMisp() throws Exception {
        Imported imported = imported("whole").withRoutes();

        assertThat(imported.settings().misps()).hasSize(1);
        MispSettings misp = imported.settings().misps().get(0);
        assertThat(misp.name()).isEqualTo("misp");
        assertThat(misp.url()).hasToString("https://misp.example");
        assertThat(misp.every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(misp.ping()).isTrue();
        assertThat(misp.page()).isEqualTo(new MispSettings.Page("/users/login", "Login", 200));
        assertThat(misp.rest()).isEqualTo(new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10)));
        assertThat(misp.key().reveal()).isEqualTo(Imported.SECRET);
        assertThat(misp.adminKey().reveal()).isEqualTo(Imported.SECRET);
        assertThat(misp.heal().enabled()).isTrue();
        assertThat(misp.tls().insecure()).isFalse();
        assertThat(imported.result().properties()).contains("misp.misp.alert.confirm = 2");
        assertThat(imported.shown()).noneMatch(line -> line.contains("at every poll"));
        assertThat(imported.loaded().warnings())
                .extracting(Warning::text)
                .allMatch(text -> !text.contains("misp.misp") || text.contains("is the same as"));
    }

    /** Each old fault with the input that has it: what is said of it, and a line of the output. */
    static Stream<List<String>> faults() {
        return Stream.of(
                List.of(
                        "any-certificate",
                        "OpenNMS's HttpsMonitor takes any certificate",
                        "misp.misp.page.text = Login"),
                List.of(
                        "script-insecure",
                        "the script does not verify the certificate",
                        "misp.misp.rest.down-after = 10s"),
                List.of(
                        "script-restart-always",
                        "the script restarts workers at every poll",
                        "misp.misp.heal.enabled = true"),
                List.of("script-restart-all", "restarts workers that are alive, too", "misp.misp.heal.enabled = true"),
                List.of("script-answer-run", "runs the answer of MISP as a command", "misp.misp.heal.enabled = true"),
                List.of(
                        "script-workers-without-false",
                        "everything without the word false for good",
                        "misp.misp.every = 5m"),
                List.of("script-events", "takes every text with uid for good", "misp.misp.rest.slow-after = 5s"),
                List.of(
                        "script-events",
                        "the API key is on a command line",
                        "misp.misp.key = {{file:secrets/misp.misp.key}}"),
                List.of(
                        "script-key-inside",
                        "the API key is in the script",
                        "misp.misp.key = {{file:secrets/misp.misp.key}}"),
                List.of("bean-script", "the API key is in the script", "misp.misp.url = https://misp.example"),
                List.of("script-plain-http", "it asks over http", "misp.misp.url = http://misp.example"),
                List.of(
                        "one-key-for-all",
                        "the key of a site admin is used for everything",
                        "misp.misp.admin-key = {{file:secrets/misp.misp.admin-key}}"),
                List.of("asked-twice", "the same is asked again to see what is slow", "misp.misp.rest.slow-after = 5s"),
                List.of(
                        "any-status",
                        "almost any answer of the web server was good",
                        "misp.misp.url = https://misp.example"),
                List.of("redirects-good", "redirects or errors were good", "misp.misp.page.status = 200"),
                List.of("without-key", "it asks without a key", "misp.misp.url = https://misp.example"),
                List.of(
                        "key-in-header",
                        "the API key is in this file",
                        "misp.misp.admin-key = {{file:secrets/misp.misp.admin-key}}"),
                List.of(
                        "curl-in-arguments",
                        "the API key is on a command line",
                        "misp.misp.url = https://misp.example:8443"),
                List.of(
                        "curl-in-arguments",
                        "does not verify the certificate",
                        "misp.misp.admin-key = {{file:secrets/misp.misp.admin-key}}"),
                List.of("python", "does not verify the certificate", "misp.misp.key = {{file:secrets/misp.misp.key}}"),
                List.of(
                        "page-sequence",
                        "disable-ssl-verification takes any certificate",
                        "misp.misp-192-0-2-7.url = https://192.0.2.7/intel"),
                List.of("script-gone", "the API key is on a command line", "misp.misp.url = https://misp.example"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anOldFaultIsNamedWithItsLine(List<String> row) throws Exception {
        Imported imported = imported(row.get(0));

        assertThat(imported.shown())
                .anyMatch(line -> line.matches(".*\\.xml:[1-9]\\d?: was a fault: .*") && line.contains(row.get(1)));
        assertThat(imported.result().properties()).contains(row.get(2));
        assertThat(imported.all()).doesNotContain(KEY_OF_THE_FILE).doesNotContain(KEY_OF_THE_SCRIPT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other     | other.sh cannot be read",
                "disk      | disk.sh asks nothing of a MISP",
                "pings     | Freshwatch pings each MISP itself",
                "SSH       | SshMonitor asks nothing of a MISP",
                "forgotten | no <monitor> names it",
                "off       | its status is not on",
                "open      | the host is not in this file",
                "wiki      | it asks no page of a MISP",
                "odd       | its pattern is more than a text",
                "odd       | its timeout is not a number",
                "odd       | its retry is not a number",
                "<outage-calendar> | silence.<name>.checks"
            })
    void whatIsNotCarriedOverIsNamedWithTheReason(String what, String why) throws Exception {
        assertThat(imported("rest-of-the-house").shown())
                .anyMatch(line -> line.contains(": not carried over: ") && line.contains(what) && line.contains(why));
    }

    @Test
    void aPageSequenceGivesItsFirstPage() throws Exception {
        MispSettings misp = imported("page-sequence").settings().misps().get(0);

        assertThat(misp.page()).isEqualTo(new MispSettings.Page("/users/login", "UserLoginForm", 200));
        assertThat(misp.every()).isEqualTo(Duration.ofSeconds(601));
    }

    @Test
    void aFileWithoutAnyMispGivesNothing() throws Exception {
        ImportResult result = OldSettings.read(Imported.resource("opennms/nothing-of-misp.xml"), null);

        assertThat(result.properties()).isEmpty();
        assertThat(result.notes()).hasSize(1);
    }

    /** Limits in every order: what comes out is always a configuration. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,1000", "999,2000", "5000,5000", "10000,10000", "3000,60000", "1,604800000", "2500,2400"})
    void anyTwoTimeoutsMakeLimitsThatAreInOrder(String one, String other) throws Exception {
        for (String name : List.of("misp-second", "misp-slow")) {
            String xml = Files.readString(Imported.resource("opennms/asked-twice.xml"))
                    .replace("\"10000\"", '"' + one + '"')
                    .replace("\"5000\"", '"' + other + '"')
                    .replace("misp-slow", name)
                    .replace(
                            "/opt/monitoring/",
                            Path.of("src/test/resources/migration/opennms/monitoring-scripts")
                                            .toAbsolutePath() + "/");
            Path file = Files.writeString(folder.resolve(name + ".xml"), xml);
            Imported imported = Imported.of(folder, file, null);
            Limits rest = imported.settings().misps().get(0).rest();
            assertThat(rest.warnAfter()).isLessThan(rest.errorAfter());
        }
    }

    static Stream<List<String>> broken() {
        String begin = "<poller-configuration>\n<package name='a'>\n";
        return Stream.of(
                List.of(
                        "<!DOCTYPE p [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]>\n<poller-configuration>&b;</poller-configuration>",
                        "line 1: has a <!DOCTYPE"),
                List.of("<!DOCTYPE p SYSTEM \"file:///etc/passwd\">\n<poller-configuration/>", "has a <!DOCTYPE"),
                List.of("<poller-configuration>&passwd;</poller-configuration>", "line 1: the XML breaks off"),
                List.of(begin + "<service name='m'", "line 3: the XML breaks off"),
                List.of(begin + "</service>", "line 3: the XML breaks off"),
                List.of(begin + "<a a='1' a='2'/>", "line 3: the XML breaks off"),
                List.of("<poller-configuration>\n<service name='m'/>", "line 2: a <service> stands outside"),
                List.of("<collectd-configuration/>", "line 1: is no poller-configuration.xml"),
                List.of("<html><body>", "is no poller-configuration.xml"),
                List.of("<poller-configuration>" + "<a>".repeat(40), "nested too deeply"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aFileThatIsNotWholeIsRefusedWithItsLine(List<String> row) throws Exception {
        assertRefused(Files.writeString(folder.resolve("poller.xml"), row.get(0)), row.get(1));
    }

    @Test
    void filesThatCannotBeReadAreRefusedWithTheReason() throws Exception {
        String text = "<poller-configuration>\n<package name='Köln'/></poller-configuration>";
        Path latin = Files.write(folder.resolve("latin.xml"), text.getBytes(StandardCharsets.ISO_8859_1));
        Path huge = folder.resolve("huge.xml");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.write("<a>".getBytes(StandardCharsets.UTF_8));
            file.setLength(1L << 32);
        }
        assertRefused(latin, "it is not UTF-8 text (line 2, byte 17 of it)");
        assertRefused(huge, "it is longer than 8192 kB");
        assertThatThrownBy(() -> OldSettings.read(
                        Imported.resource("opennms/whole.xml"), Imported.resource("healthmon/conf.ini")))
                .hasMessageContaining("--msiempy-conf goes with a healthmon.ini");
    }

    /** XML says its encoding itself. */
    @ParameterizedTest
    @CsvSource({"UTF-16", "ISO-8859-1", "UTF-8"})
    void otherEncodingsThatTheFileNamesAreRead(String encoding) throws Exception {
        String xml = Files.readString(Imported.resource("opennms/any-certificate.xml"))
                .replace("encoding=\"UTF-8\"", "encoding=\"" + encoding + '"')
                .replace("name=\"misp\"", "name=\"Köln\"");
        Path file = Files.write(folder.resolve("poller.xml"), xml.getBytes(Charset.forName(encoding)));

        assertThat(Imported.of(folder, file, null).shown().stream().collect(Collectors.joining("\n")))
                .contains("package Köln");
    }

    /** Cut anywhere, or with any byte changed: a refusal, or a result, and never the key of the file. */
    @Test
    void damageNeverMakesMoreThanARefusal() throws Exception {
        byte[] whole = Files.readAllBytes(Imported.resource("opennms/whole.xml"));
        Random random = new Random(7);
        Path file = folder.resolve("poller.xml");
        int read = 0;
        for (int i = 0; i < 600; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            if (i % 2 == 1) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                ImportResult result = OldSettings.read(file, null);
                assertThat(result.notes().toString() + result.properties() + result.steps())
                        .doesNotContain(KEY_OF_THE_FILE.substring(5));
                read++;
            } catch (ImportRefused e) {
                assertThat(e.getMessage()).contains("poller.xml").doesNotContain(KEY_OF_THE_FILE);
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

    private Imported imported(String name) throws Exception {
        return Imported.of(folder, Imported.resource("opennms/" + name + ".xml"), null);
    }
}
