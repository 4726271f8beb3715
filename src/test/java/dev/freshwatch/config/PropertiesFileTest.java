package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEachLanguage
class PropertiesFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "a==b",
                "a = b ",
                "a:b",
                "a b",
                "a",
                "a=",
                "a\\ b=c",
                "a\\=b=c=d",
                "a=b\\\\",
                "a=b\\\n   c",
                "a=b\\\n#c",
                "a=b\\\n\nc=d",
                "a=b\\\\\\\nc",
                "a=b\\",
                "#a=b\\\nc=d",
                "  ! a\n\t#b\n\fc=d",
                "a=b\r\nc=d\re=f",
                "a=b\\\r\n c",
                "a=\\u00e4\\t\\n\\q",
                "a=\u00e4\u20ac",
                "a={{env:X}}#no comment",
                "\n\n \t\n"
            })
    void readsWhatJavaReads(String text) throws IOException {
        assertThat(read(text)).isEqualTo(asJavaReads(text));
    }

    @Test
    void readsWhatJavaReadsWhateverComes() throws IOException {
        Random random = new Random(20261120);
        String letters = "ab\\\\\\\n\n\r =:#!\t\f.u";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (isComparable(text.toString())) {
                assertThat(read(text.toString())).as("%s", text).isEqualTo(asJavaReads(text.toString()));
            }
        }
    }

    @Test
    void remembersTheLineOnWhichAKeyBegins() {
        Map<String, Entry> entries =
                PropertiesFile.parse("# words\r\n\r\na=1\\\r\n  2\\\r\n  3\r\nb=4\n", new Report());

        assertThat(entries.get("a").where()).isEqualTo(new SourceLocation(SourceLocation.FILE, 3));
        assertThat(entries.get("a").text()).isEqualTo("123");
        assertThat(entries.get("b").where()).isEqualTo(new SourceLocation(SourceLocation.FILE, 6));
    }

    @Test
    void keepsTheFirstOfTwo() {
        Report report = new Report();

        assertThat(PropertiesFile.parse("a=1\na=2", report).get("a").text()).isEqualTo("1");
        assertThat(report.faults()).extracting(ConfigFault::line).containsExactly(2);
    }

    @Test
    void saysWhyTheFileCanNotBeRead() throws IOException {
        String advice = ": create it with freshwatch init, or set its folder with --config DIR or in FRESHWATCH_CONFIG";
        Path file = folder.resolve(SourceLocation.FILE);
        assertThat(ReadConfiguration.faults(folder, Map.of()))
                .containsExactly("application.properties: cannot read " + file + ": there is no such file" + advice);

        Files.write(file, new byte[] {'a', '=', (byte) 0xe4});
        assertThat(ReadConfiguration.faults(folder, Map.of()))
                .containsExactly("application.properties: cannot read " + file
                        + ": it is not UTF-8 text (line 1, byte 3 of it); save it as UTF-8");

        Files.writeString(file, "#".repeat(1_048_577));
        assertThat(ReadConfiguration.faults(folder, Map.of()))
                .containsExactly("application.properties: cannot read " + file + ": it is longer than 1024 kB");
    }

    /** As editors save it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISO-8859-1 | it is not UTF-8 text (line 2, byte 15 of it); save it as UTF-8",
                "UTF-16LE | it is UTF-16 text; save it as UTF-8",
                "UTF-16BE | it is UTF-16 text; save it as UTF-8"
            })
    void saysWhereAnotherEncodingShows(String charset, String message) throws IOException {
        String mark = charset.startsWith("UTF") ? "\uFEFF" : "";
        Path file = folder.resolve(SourceLocation.FILE);
        Files.write(file, (mark + "# words\nesm.soc.name=B\u00e4r\n").getBytes(Charset.forName(charset)));

        assertThat(ReadConfiguration.faults(folder, Map.of()))
                .containsExactly("application.properties: cannot read " + file + ": " + message);
    }

    @Test
    void aMarkOfUtf8BeforeTheFileMeansNothing() throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(folder, "\uFEFF" + ReadConfiguration.MINIMAL);

        assertThat(loaded.settings().esms()).hasSize(1);
    }

    private static Map<String, String> read(String text) {
        Map<String, String> read = new HashMap<>();
        PropertiesFile.parse(text, new Report()).forEach((key, entry) -> read.put(key, entry.text()));
        return withoutEmptyKey(read);
    }

    private static Map<String, String> asJavaReads(String text) throws IOException {
        Properties java = new Properties();
        java.load(new StringReader(text));
        Map<String, String> read = new HashMap<>();
        java.stringPropertyNames().forEach(key -> read.put(key, java.getProperty(key)));
        return withoutEmptyKey(read);
    }

    /** Java sees an empty key, or none, in a lonely backslash at the end, depending on the line's end. */
    private static Map<String, String> withoutEmptyKey(Map<String, String> read) {
        read.remove("");
        return read;
    }

    /** Of two lines with the same key the first counts here, in Java the last. */
    private static boolean isComparable(String text) {
        Report report = new Report();
        PropertiesFile.parse(text, report);
        return report.faults().isEmpty();
    }
}
