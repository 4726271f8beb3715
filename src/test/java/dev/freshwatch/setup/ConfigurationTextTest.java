package dev.freshwatch.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.PropertyLine;
import dev.freshwatch.config.RouteNames;
import dev.freshwatch.esm.Device;
import dev.freshwatch.freshness.PlainText;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written reads back as what was meant. */
class ConfigurationTextTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    /** As a platform may call its devices, on purpose or not. */
    private static final List<String> NAMES = List.of(
            "ERC-1",
            "  ERC in front of which are blanks",
            "C:\\ERC\\new\\table",
            "ends with a backslash\\",
            "two\\\\",
            "# not a comment",
            "! nor this",
            "a # b // c",
            "= : =",
            "key = value",
            "\"quoted\"",
            "{{env:HOME}}",
            "{{file:/etc/passwd}}",
            "{{",
            "{{{{}}}}",
            "}}{{{",
            "{one} {two",
            "${body} #{x} ${{y}}",
            "Empfänger München ß",
            "受信機 ☃ \uD83D\uDE80",
            "half a pair \uD83D here",
            "\uDE80",
            "line\nbreak\r\nand\u2028separators\u2029\u0085here",
            "bell \u0007 and nul \u0000",
            "right to left \u202E evil",
            "\\u0041 \\n",
            "esm.soc.url=http://evil.example",
            "x".repeat(400),
            "{{opening.brace:{}}");

    @TempDir
    Path folder;

    private LoadedConfig read(String text) throws Exception {
        Files.createDirectories(folder.resolve("secrets"));
        for (String file : List.of("esm-soc.password", "misp-intel.key", "misp-intel.admin-key")) {
            Files.writeString(folder.resolve("secrets").resolve(file), "secret" + file + "\n");
        }
        Files.writeString(folder.resolve("application.properties"), text);
        return Configuration.read(folder, Map.of(), new Properties(), RouteNames.NONE);
    }

    private static List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        for (String name : NAMES) {
            // as DeviceList hands them on
            devices.add(new Device(
                    144116287587483648L + devices.size(), PlainText.name(name).strip(), "RECEIVER", true));
        }
        return devices;
    }

    private static EsmDraft esm(String username) {
        return new EsmDraft("soc", URI.create("https://esm.example:8443"), username, null);
    }

    @Test
    void everyNameReadsBackAsItIs() throws Exception {
        List<Device> devices = devices();
        Set<Long> all = devices.stream().map(Device::id).collect(Collectors.toSet());
        for (String username : List.of("NGCP", "DOMAIN\\user", "{{env:USER}}", "#1 müller")) {
            EsmDraft esm = esm(username).watching(devices, true, all);

            EsmSettings settings = read(ConfigurationText.of(ConnectionDraft.DIRECT, esm, null, NOW))
                    .settings()
                    .esms()
                    .get(0);

            assertThat(settings.receivers().stream().map(Receiver::name).toList())
                    .isEqualTo(devices.stream()
                            .map(device -> device.name().isEmpty() ? "Receiver " + device.id() : device.name())
                            .toList());
            assertThat(settings.receivers().stream().map(Receiver::deviceId).toList())
                    .isEqualTo(devices.stream().map(Device::id).toList());
            assertThat(settings.username()).isEqualTo(username);
            assertThat(settings.url()).isEqualTo(URI.create("https://esm.example:8443"));
            assertThat(settings.password().reveal()).isEqualTo("secretesm-soc.password");
            assertThat(settings.allReceivers()).isTrue();
        }
    }

    /** Whatever Java properties allow, also what no name may have. */
    @Test
    void anyTextSurvivesTheFormatOfProperties() throws Exception {
        for (String name : NAMES) {
            if (name.contains("{{")) {
                continue; // that is Freshwatch's own, and read above
            }
            Properties read = new Properties();
            read.load(new StringReader(PropertyLine.of(name, name)));
            assertThat(read).containsExactly(Map.entry(name, name));
        }
    }

    @Test
    void onlyWhatWasChosenIsWatchedAndTheOthersAreThereToBeUncommented() throws Exception {
        List<Device> devices = List.of(
                new Device(11, "one", "RECEIVER", true),
                new Device(12, "two", "ELMREC", true),
                new Device(13, "", "RECEIVER", null),
                new Device(14, "off", "RECEIVER", false));
        String text = ConfigurationText.of(
                ConnectionDraft.DIRECT, esm("NGCP").watching(devices, false, Set.of(11L, 13L)), null, NOW);

        EsmSettings settings = read(text).settings().esms().get(0);

        assertThat(settings.receivers().stream().map(Receiver::deviceId)).containsExactly(11L, 13L);
        assertThat(settings.receivers().get(1).name()).isEqualTo("Receiver 13");
        assertThat(settings.allReceivers()).isFalse();
        assertThat(text)
                .contains("\n#esm.soc.receiver.12.name=two\n")
                .contains("\n# disabled on the ESM:\n#esm.soc.receiver.14.name=off\n")
                .contains("2 Receivers every 10 min: 2 event queries an hour");
    }

    /** A key is a secret in a file; what was seen of the queues is there as a proposal. */
    @Test
    void aMispWithItsQueues() throws Exception {
        MispDraft misp = new MispDraft("intel", URI.create("https://host.example/misp"), null, true, true)
                .telling("2.5.1\nevil=1", Map.of("default", 5, "my queue: 1", 1));
        String text = ConfigurationText.of(ConnectionDraft.DIRECT, null, misp, NOW);

        MispSettings settings = read(text).settings().misps().get(0);

        assertThat(settings.key().reveal()).isEqualTo("secretmisp-intel.key");
        assertThat(settings.adminKey().reveal()).isEqualTo("secretmisp-intel.admin-key");
        assertThat(settings.workers().expected()).isEmpty();
        assertThat(text)
                .contains("\n#misp.intel.workers.expected.default=5\n")
                .contains("\n#misp.intel.workers.expected.my\\ queue\\:\\ 1=1\n")
                .contains("version 2.5.1 evil=1");
        assertThat(read(text.replace("#misp.intel.workers.expected.default", "misp.intel.workers.expected.default"))
                        .settings()
                        .misps()
                        .get(0)
                        .workers()
                        .expected())
                .isEqualTo(Map.of("default", 5));
    }
}
