package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink of examples/sinks that writes a file. */
class FileSinkTest {

    @TempDir
    private Path folder;

    @Test
    void aFileIsPrivateAndOpenedForEachNotice() throws Exception {
        try (SinkRoute sink = SinkRoute.example(
                "file", Map.of("sink.file.path", "notices.json"), Map.of("noticeFile", new NoticeFile(folder)))) {
            Path file = folder.resolve("notices.json");
            sink.send(Notices.problem());
            sink.send(Notices.problem("two\r\nlines"));
            assertThat(Files.readAllLines(file)).hasSize(2);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.move(file, folder.resolve("notices.json.1"));
            sink.send(Notices.recovery());
            assertThat(ExampleReceiver.STRICT
                            .readTree(Files.readString(file))
                            .path("data")
                            .path("kind")
                            .asText())
                    .isEqualTo("recovery");
            Files.writeString(file, "{\"specversion\":\"1.0\",\"id\":");
            sink.send(Notices.problem());
            assertThat(Files.readAllLines(file))
                    .as("what a killed process left unfinished spoils no other line")
                    .hasSize(2)
                    .last()
                    .satisfies(line -> assertThat(ExampleReceiver.STRICT
                                    .readTree(line)
                                    .path("subject")
                                    .asText())
                            .isNotEmpty());
            Files.delete(file);
            Files.createDirectory(file);
            assertThat(ExampleReceiver.outcome(sink)).isInstanceOf(SinkOutcome.Retry.class);
        }
    }
}
