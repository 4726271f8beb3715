package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One file for each fault, {@code src/test/resources/config/invalid-<fault>.properties}; lines that begin with {@code
 * #!} at its end are the faults it must get, all of them, in this order. {@code DIR} stands for the folder.
 */
@InEachLanguage
class InvalidConfigurationTest {

    private static final Path FIXTURES = Path.of("src", "test", "resources", "config");
    private static final String EXPECTED = "#! ";

    /** Secrets as editors and shells leave them. */
    private static final Map<String, byte[]> FILES = Map.of(
            "bom", "\uFEFFhunter2\n".getBytes(StandardCharsets.UTF_8),
            "utf-16", "\uFEFFhunter2\n".getBytes(StandardCharsets.UTF_16LE),
            "utf-16-bare", "hunter2\n".getBytes(StandardCharsets.UTF_16BE),
            "nul", "hunter2\u0000\n".getBytes(StandardCharsets.UTF_8),
            "two-lines", "hunter2\nhunter3\n".getBytes(StandardCharsets.UTF_8),
            "empty-lines", "hunter2\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            "blank-behind", "hunter2 \r\n".getBytes(StandardCharsets.UTF_8),
            "blank-before", "\thunter2\n".getBytes(StandardCharsets.UTF_8),
            "only-blanks", " \n\n".getBytes(StandardCharsets.UTF_8),
            "empty", new byte[0]);

    @TempDir
    private Path temporary;

    @TestFactory
    List<DynamicTest> everyFaultIsToldWithItsLineAndWhatToWrite() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            List<Path> fixtures = files.filter(
                            file -> file.getFileName().toString().startsWith("invalid-"))
                    .sorted()
                    .toList();
            assertThat(fixtures).hasSizeGreaterThan(40);
            return fixtures.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
                    .toList();
        }
    }

    private void check(Path fixture) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "config").toRealPath();
        Files.createDirectory(folder.resolve("a-folder"));
        Files.writeString(folder.resolve("no-certificate.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");
        Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.write(folder.resolve("latin1.txt"), new byte[] {'p', (byte) 0xe4, 's', 's'});
        for (Map.Entry<String, byte[]> slip : FILES.entrySet()) {
            Files.write(folder.resolve(slip.getKey()), slip.getValue());
        }
        String text = Files.readString(fixture);
        List<String> expected = text.lines()
                .filter(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .toList();

        List<String> faults = ReadConfiguration.faults(folder, text).stream()
                .map(fault -> fault.replace(folder.toString(), "DIR")
                        .replaceFirst("^application\\.properties:(\\d+)", "line $1"))
                .toList();

        assertThat(expected).as("%s says which faults it must get", fixture).isNotEmpty();
        assertThat(faults).containsExactlyElementsOf(expected);
    }
}
