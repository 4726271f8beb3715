package dev.freshwatch.jars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which further jars are refused, and in which words. */
class FurtherJarsTest {

    private static final String CAMEL = "META-INF/maven/org.apache.camel/";

    @TempDir
    Path directory;

    private Path lib;
    private Path home;
    private final List<Path> onClassPath = new ArrayList<>();

    @BeforeEach
    void shippedJars() throws IOException {
        lib = Files.createDirectories(directory.resolve("etc/lib"));
        home = Files.createDirectories(directory.resolve("opt/lib"));
        jar(
                home,
                "camel-api-4.18.0.jar",
                "org/apache/camel/A.class=1",
                CAMEL + "camel-api/pom.properties=version=4.18.0");
        jar(home, "tool-2.1.jar", "tool/Tool.class=two", "META-INF/maven/t/tool/pom.properties=version=2.1");
    }

    /** @param entries each {@code name=content} */
    private Path jar(Path folder, String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String entry : entries) {
                String[] parts = entry.split("=", 2);
                zip.putNextEntry(new ZipEntry(parts[0]));
                zip.write(parts[1].getBytes(StandardCharsets.UTF_8));
            }
        }
        onClassPath.add(jar);
        return jar;
    }

    private List<String> faults() throws IOException {
        return faults(lib);
    }

    private List<String> faults(Path folder) throws IOException {
        URL[] urls = onClassPath.stream().map(FurtherJarsTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            ClassPath classPath =
                    new ClassPath(onClassPath, loader, home, Set.of("camel-api-4.18.0.jar", "tool-2.1.jar"));
            return new FurtherJars(folder, classPath).faults();
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noFolderAnEmptyOneAndOtherFilesAreFine() throws IOException {
        assertThat(faults(directory.resolve("etc/nowhere"))).isEmpty();
        Files.writeString(lib.resolve("README"), "drivers");
        assertThat(faults()).isEmpty();
    }

    /** LIB stands for the folder; entries are separated by blanks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            driver/Driver.class=1                                    | -
            tool/Tool.class=two                                      | -
            tool/Another.class=x                                     | -
            tool/Tool.class=three                                    | LIB/new.jar and tool-2.1.jar, which belongs to Freshwatch, both contain tool.Tool, in different versions; remove LIB/new.jar
            META-INF/maven/t/tool/pom.properties=version=2.1         | -
            META-INF/maven/t/tool/pom.properties=version=2.2         | LIB/new.jar and tool-2.1.jar, which belongs to Freshwatch, are two versions of the same module; remove LIB/new.jar
            META-INF/maven/t/tool/pom.properties=version=2.2 META-INF/maven/x/y/pom.properties=version=1 | -
            META-INF/versions/17/tool/Tool.class=three               | -
            package-info.class=1 tool/package-info.class=1           | -
            META-INF/maven/org.apache.camel/camel-kafka/pom.properties=version=4.18.0 | -
            META-INF/maven/org.apache.camel/camel-kafka/pom.properties=version=4.22.0 | LIB/new.jar: is of Camel 4.22.0, and Freshwatch uses Camel 4.18.0; fetch version 4.18.0 of it
            META-INF/maven/org.apache.camel.kamelets/k/pom.properties=version=4.17.0  | -
            """)
    void whatAJarHasInCommonWithOursDecides(String entries, String fault) throws IOException {
        jar(lib, "new.jar", entries.split(" "));

        List<String> expected = fault == null ? List.of() : List.of(fault.replace("LIB", lib.toString()));
        assertThat(faults()).isEqualTo(expected);
    }

    @Test
    void twoFurtherJarsThatClashAreNamedOnce() throws IOException {
        jar(lib, "mariadb-3.5.jar", "org/mariadb/Driver.class=1", "org/mariadb/util/Text.class=1");
        jar(lib, "mariadb-3.6.jar", "org/mariadb/Driver.class=2", "org/mariadb/util/Text.class=2");

        assertThat(faults())
                .containsExactly(lib + "/mariadb-3.5.jar and " + lib + "/mariadb-3.6.jar both contain"
                        + " org.mariadb.Driver, in different versions; keep one of them");
    }

    @Test
    void aClassForSomeVersionsOfJavaClashesWithOneForAll() throws IOException {
        jar(lib, "all.jar", "driver/Driver.class=1");
        jar(
                lib,
                "some.jar",
                "META-INF/MANIFEST.MF=Manifest-Version: 1.0\nMulti-Release: true\n",
                "META-INF/versions/9/driver/Driver.class=2");

        assertThat(faults())
                .containsExactly(lib + "/all.jar and " + lib
                        + "/some.jar both contain driver.Driver, in different versions; keep one of them");
    }

    @Test
    void aJarThatCannotBeReadIsNamed() throws IOException {
        Path whole = jar(lib, "cut.jar", "a/A.class=1", "a/B.class=2");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length - 30));
        Files.writeString(lib.resolve("page.JAR"), "<html>404</html>");
        Files.createSymbolicLink(lib.resolve("gone.jar"), lib.resolve("nowhere"));

        assertThat(faults()).hasSize(3);
        assertThat(faults().get(0))
                .startsWith(lib + "/cut.jar: is damaged, or not a jar (")
                .endsWith("; fetch it again");
        assertThat(faults().get(1)).startsWith(lib + "/gone.jar: cannot be read; ");
        assertThat(faults().get(2)).startsWith(lib + "/page.JAR: is damaged, or not a jar (");
    }

    @Test
    void whatChangesAfterTheStartNeedsAnother() throws IOException {
        Path early = jar(lib, "early.jar", "a/A.class=1");
        Path late = jar(lib, "late.jar", "b/B.class=1");
        onClassPath.remove(late);
        Files.delete(early);

        assertThat(faults())
                .containsExactly(
                        late + ": is not in use, because it was put there after the start; restart Freshwatch",
                        early + ": was removed after the start; restart Freshwatch");
    }

    @Test
    void aJarInAFolderInsideIsNotUsed() throws IOException {
        Path inner = Files.createDirectories(lib.resolve("kafka"));
        Path jar = jar(inner, "kafka.jar", "a/A.class=1");
        onClassPath.remove(jar);

        assertThat(faults()).containsExactly(jar + ": is not used; move it to " + lib);
    }

    /** A distribution that is used as the folder of the configuration, or into which somebody has put jars. */
    @Test
    void jarsBesideOurOwnAreJudgedToo() throws IOException {
        jar(home, "tool-3.0.jar", "tool/Tool.class=three");

        assertThat(faults(home))
                .isEqualTo(faults())
                .containsExactly(home + "/tool-3.0.jar and tool-2.1.jar, which belongs to Freshwatch, both contain"
                        + " tool.Tool, in different versions; remove " + home + "/tool-3.0.jar");
    }
}
