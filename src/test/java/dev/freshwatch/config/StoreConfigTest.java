package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands read that use the store alone: no fault elsewhere keeps them from their work. */
class StoreConfigTest {

    private static final Set<String> SINKS = Set.of("syslog", "mail", "webhook", "chat");

    @TempDir
    Path folder;

    private StoreConfig read(String text) throws IOException, ConfigurationRefused {
        Files.writeString(folder.resolve("application.properties"), text);
        return Configuration.readStore(folder, Map.of(), new Properties(), SINKS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            esm.soc.evry=10m                                 | 0
            esm.soc.url=nonsense                             | 0
            esm.soc.password={{env:NOT_THERE}}               | 0
            misp.intel.key={{file:not-there}}                | 0
            sink.syslog.enabled=true                         | 0
            sink.mail.enabled=maybe                          | 1
            nobody.reads=this                                | 0
            no equals sign                                   | 0
            log.level=loud                                   | 1
            silence.night.checks=*                           | 1
            silence.night.when=nonsense                      | 2
            """)
    void aFaultElsewhereIsNotInTheWay(String line, int leftOut) throws Exception {
        StoreConfig read = read("state.url=jdbc:sqlite:kept/here.db\n" + line + "\n");

        assertThat(read.state().url()).isEqualTo("jdbc:sqlite:" + folder.resolve("kept/here.db"));
        assertThat(read.leftOut()).hasSize(leftOut);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            state.url=jdbc:mysql://x/y                                             | state.url
            state.urll=jdbc:sqlite:other.db                                        | did you mean state.url?
            state.username=x                                                       | is for PostgreSQL
            state.url=jdbc:postgresql://x/y\\nstate.username=u\\nstate.password={{env:NOT_THERE}} | state.password
            state.url=jdbc:sqlite:a.db\\nstate.url=jdbc:sqlite:b.db                  | state.url
            """)
    void aFaultOfTheStoreIsRefused(String lines, String said) {
        assertThatThrownBy(() -> read(lines.replace("\\n", "\n")))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining(said);
    }

    @Test
    void withoutAFileItIsRefused() {
        assertThatThrownBy(() -> Configuration.readStore(folder, Map.of(), new Properties(), SINKS))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("application.properties");
    }

    @Test
    void whatIsShownIsReadWhereItCanBe() throws Exception {
        StoreConfig read = read(
                """
                sink.syslog.enabled=true
                sink.chat.enabled=false
                silence.night.checks=esm/*
                silence.night.when=Mon-Fri 22:00-23:00
                silence.day.checks=misp/*
                silence.day.when=nonsense
                """);

        assertThat(read.sinks()).containsExactly("syslog");
        assertThat(read.maintenances()).extracting("name").containsExactly("night");
        assertThat(read.leftOut())
                .singleElement()
                .extracting(ConfigFault::text)
                .asString()
                .contains("silence.day.when");
        assertThat(read("").sinks())
                .as("a sink of one's own is on unless it says that it is not")
                .containsExactly("chat");
    }
}
