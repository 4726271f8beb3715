package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {

    @TempDir
    Path home;

    @TempDir
    Path config;

    @Test
    void withoutRoutesOfTheOperatorTheShippedOnesAreUsed() throws IOException {
        Path shipped = write(home, "judge.camel.yaml", "");

        assertThat(RouteFiles.find(home, config).all()).containsExactly(shipped);
    }

    @Test
    void aFileOfTheOperatorTakesThePlaceOfTheShippedOneOrIsAdded() throws IOException {
        write(home, "judge.camel.yaml", "");
        Path esm = write(home, "esm.camel.yaml", "");
        Path judge = write(config, "judge.camel.yaml", "");
        Path slack = write(config, "sink-slack.camel.yaml", "");
        write(config, "sink-slack.camel.yaml.bak", "");

        RouteFiles files = RouteFiles.find(home, config);

        assertThat(files.all()).containsExactly(esm, judge, slack);
        assertThat(files.sinks()).containsExactly("slack");
    }

    @Test
    void theFileOfASinkThatIsSwitchedOffIsNotLoaded() throws IOException {
        Path mail = write(home, "sink-mail.camel.yaml", "");
        write(home, "sink-syslog.camel.yaml", "");

        assertThat(RouteFiles.find(home, config).forWatch("mail"::equals)).containsExactly(mail);
    }

    @Test
    void askingNeedsNeitherJudgeNorSinks() throws IOException {
        Path esm = write(home, "esm.camel.yaml", "");
        write(home, "judge.camel.yaml", "");
        write(home, "routing.camel.yaml", "");
        write(home, "sink-syslog.camel.yaml", "");

        assertThat(RouteFiles.find(home, config).forAsking()).isEqualTo(List.of(esm));
    }

    @Test
    void aMarkOfUtf8BeforeAFileMeansNothing() throws IOException {
        write(config, "own.camel.yaml", "\uFEFF- routeTemplateRef: {}\n");

        assertThat(RouteFiles.find(home, config).names().checks()).isTrue();
    }

    @Test
    void anotherEncodingIsNamedWithFileAndLine() throws IOException {
        Path file = write(config, "own.camel.yaml", "");
        Files.write(file, "# ok\n- route: B\u00e4r\n".getBytes(StandardCharsets.ISO_8859_1));
        RouteFiles files = RouteFiles.find(home, config);

        assertThatThrownBy(files::names)
                .hasMessage(file + ": cannot be read: it is not UTF-8 text (line 2, byte 11 of it); save it as UTF-8");
    }

    @Test
    void theNamesOfTheFilesAreKnown() throws IOException {
        write(home, "sink-slack.camel.yaml", "uri: '{{sink.slack.url}}?x={{?sink.slack.y}} ${body}'");

        assertThat(RouteFiles.find(home, config).names().placeholders()).contains("sink.slack.url", "sink.slack.y");
        assertThat(RouteFiles.find(home, config).names().sinks()).containsExactly("slack");
    }

    @Test
    void noRoutesAtAllIsAnError() {
        assertThatThrownBy(() -> RouteFiles.find(home, config)).hasMessageContaining("no route files");
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        return Files.writeString(routes.resolve(name), text).toAbsolutePath();
    }
}
