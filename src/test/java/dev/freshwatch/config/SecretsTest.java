package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come in whole, and come out nowhere. */
class SecretsTest {

    private static final String MARK = "hunter2";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "{{env:HOME}}",
                "{{",
                "}}",
                "a{{b}}c",
                "${body}",
                "#{x}",
                "\\",
                "\\u0041\\n",
                "a=b:c#d!",
                "ä€😀",
                "{{file:x}}",
                "$1\\1"
            })
    void aSecretArrivesAsItIsByEnvironmentAndByFile(String secret) throws IOException {
        Files.writeString(folder.resolve("pw"), secret + "\n");
        Files.writeString(folder.resolve("pw-crlf"), secret + "\r\n");
        String file = String.format(
                Locale.ROOT,
                """
                esm.a.url=https://esm.example
                esm.a.username=NGCP
                esm.a.password={{env:PW}}
                esm.b.url=https://esm.example
                esm.b.username=NGCP
                esm.b.password={{file:pw}}
                esm.c.url=https://esm.example
                esm.c.username=NGCP
                esm.c.password={{file:%s/pw-crlf}}
                esm.d.url=https://esm.example
                esm.d.username=NGCP
                esm.d.password={{esm.b.password}}
                """,
                folder);

        LoadedConfig loaded =
                ReadConfiguration.accepted(folder, file, Map.of("PW", secret), new Properties(), RouteNames.NONE);

        assertThat(loaded.settings().esms())
                .extracting(esm -> esm.password().reveal())
                .containsExactly(secret, secret, secret, secret);
    }

    @Test
    void aSecretThatOnlyLooksLikeASlipComesInByTheEnvironment() throws IOException {
        for (String secret : List.of(" both ends ", "line one\nline two", "x\n\n", "\t", "\uFEFFx", "a # b", "\"x\"")) {
            LoadedConfig loaded = ReadConfiguration.accepted(
                    folder,
                    ReadConfiguration.MINIMAL,
                    Map.of("ESM_SOC_PASSWORD", secret),
                    new Properties(),
                    RouteNames.NONE);

            assertThat(loaded.settings().esms().get(0).password().reveal()).isEqualTo(secret);
        }
    }

    /** A text for a route, say a template of a message, is no secret. */
    @Test
    void whatARouteUsesMayHaveManyLines() throws IOException {
        Files.writeString(folder.resolve("text"), "one\n two \n\n");
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL + "greeting={{file:text}}\n",
                ReadConfiguration.ENVIRONMENT,
                new Properties(),
                new RouteNames(Set.of("greeting"), Set.of()));

        assertThat(loaded.placeholders()).containsEntry("greeting", "one\n two \n");
    }

    /** The body of a query is written over many lines; a token stands on one. */
    @Test
    void whatAServiceSendsMayHaveManyLines() throws IOException {
        String query = "{\n  \"apikey\": \"s3cr3t\",\n  \"size\": 1\n}";
        Files.writeString(folder.resolve("query.json"), query + "\n");
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL + "secret.query={{file:query.json}}\n",
                ReadConfiguration.ENVIRONMENT,
                new Properties(),
                RouteNames.NONE);

        assertThat(loaded.secrets().get("secret.query").reveal()).isEqualTo(query);
    }

    /** Secrets of all shapes, written plainly or brought in, into configurations that are wrong in many ways. */
    @Test
    void noFaultAndNoWarningShowsASecret() throws IOException {
        Random random = new Random(20261120);
        List<String> shapes = List.of(
                MARK,
                "{{" + MARK + "}}",
                "{{" + MARK,
                MARK + "}}",
                "a{{b" + MARK + "}}",
                "{{env:" + MARK + " }}",
                "{{vault:" + MARK + "}}",
                "{{sys:a/" + MARK + "}}",
                MARK + "\r\nX: " + MARK,
                "\\u00e4" + MARK,
                "${" + MARK + "}",
                "ä" + MARK + "\u0007");
        for (int round = 0; round < 500; round++) {
            Map<String, String> environment = new HashMap<>();
            List<String> lines = new ArrayList<>(List.of("esm.soc.every=x", "esm.soc.urll=y", "log.level=loud"));
            for (Key<?> key : Keys.all()) {
                boolean hidden = key.type().shown() != Type.Shown.QUOTED;
                String name = key.pattern().replace("<name>", "soc").replace("<Name>", "X-Any");
                String shape = shapes.get(random.nextInt(shapes.size()));
                if (key.secret() && random.nextBoolean()) {
                    lines.add(line(name, shape));
                } else if (hidden && random.nextBoolean()) {
                    environment.put("BROUGHT_IN", shape);
                    lines.add(line(name, "{{env:BROUGHT_IN}}"));
                } else if (hidden && !key.secret()) {
                    lines.add(line(name, "https://" + MARK + "@host/" + MARK));
                }
            }
            // A secret where none belongs.
            environment.put("STRAY", MARK);
            Key<?> stray = Keys.all().get(random.nextInt(Keys.all().size()));
            String key = stray.pattern()
                    .replace("<name>", "plant")
                    .replace("<id>", "1")
                    .replace("<Name>", "X");
            lines.add(line(key, random.nextBoolean() ? "{{env:STRAY}}" : "{{esm.soc.password}}"));
            environment.put("INSTANCE_NAME", MARK + " " + MARK);
            Files.writeString(folder.resolve(SourceLocation.FILE), String.join("\n", lines));

            List<String> faults = ReadConfiguration.faults(folder, environment);

            assertThat(faults).isNotEmpty().noneMatch(fault -> fault.contains(MARK));
        }
    }

    @Test
    void nothingThatIsPrintedOfAnAcceptedConfigurationShowsASecret() throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                """
                esm.soc.url=https://esm.example
                esm.soc.username=NGCP
                esm.soc.password=hunter2
                sink.mail.username=x
                sink.mail.password={{esm.soc.password}}
                sink.webhook.enabled=true
                sink.webhook.url=https://hooks.example
                sink.webhook.secret=hunter2
                sink.webhook.header.X-Any=hunter2
                """);

        assertThat(loaded + " " + loaded.warnings() + loaded.placeholders()).doesNotContain(MARK);
    }

    private static String line(String key, String value) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(key, value);
        StringWriter out = new StringWriter();
        properties.store(out, null);
        return out.toString().lines().filter(line -> !line.startsWith("#")).reduce("", String::concat);
    }
}
