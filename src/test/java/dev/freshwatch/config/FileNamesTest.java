package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void whatTheLocaleCanNotWriteIsTheLocalesFault() {
        BadValue bad = FileNames.notAPath("münchen/ca.pem", "name a file", StandardCharsets.US_ASCII);
        assertThat(bad.problem()).contains("the locale of this process");
        assertThat(bad.hint()).contains("LC_ALL=C.UTF-8");
    }

    @Test
    void whatIsNoPathAnywhereIsTheTextsFault() {
        assertThat(FileNames.notAPath("a\0b", "name a file", StandardCharsets.US_ASCII)
                        .hint())
                .isEqualTo("name a file");
        assertThat(FileNames.notAPath("ü\0b", "name a file", StandardCharsets.UTF_8)
                        .hint())
                .isEqualTo("name a file");
    }

    @Test
    void aFolderThatCouldNotBeReadIsSeen() {
        assertThat(FileNames.problem(Path.of("/etc/M\uFFFD\uFFFDnchen"))).contains("LC_ALL=C.UTF-8");
        assertThat(FileNames.problem(Path.of("/etc/München"))).isNull();
    }
}
