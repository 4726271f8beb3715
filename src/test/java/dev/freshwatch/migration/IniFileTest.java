package dev.freshwatch.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.freshwatch.migration.IniFile.Option;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The habits of Python's configparser, and Python itself as the judge of the table. */
class IniFileTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private static final String JUDGE =
            """
            import configparser, json, sys
            answers = []
            for text in json.load(sys.stdin):
                parser = configparser.ConfigParser()
                try:
                    parser.read_string(text)
                    answers.append({k: v for k, v in parser['healthmon'].items()})
                except (configparser.Error, KeyError):
                    answers.append(None)
            json.dump(answers, sys.stdout)
            """;

    /** A text, and what it holds; null = Python refuses it. */
    record Habit(String text, Map<String, String> options) {}

    static Stream<Habit> habits() {
        return Stream.of(
                of("a = 1\nb: 2\nc=3\nd:4", "a", "1", "b", "2", "c", "3", "d", "4"),
                of("a = b = c", "a", "b = c"),
                of("a: b = c\nd = e: f", "a", "b = c", "d", "e: f"),
                of("query_erc:1 = 144,20", "query_erc", "1 = 144,20"),
                of("Monitor_ALARMS = True", "monitor_alarms", "True"),
                of("a b  =  c d  ", "a b", "c d"),
                of("a = 1 # 2\nb = 1 ; 2", "a", "1 # 2", "b", "1 ; 2"),
                of("# a = 1\n; b = 2\n  # c = 3\nd = 4", "d", "4"),
                of("a =\nb = 2", "a", "", "b", "2"),
                of("a = 1\n  2\n\t3", "a", "1\n2\n3"),
                of("a = 1\n\n  2\n", "a", "1\n\n2"),
                of("a = 1\n # not this\n 2", "a", "1\n2"),
                of("a = 1\n\n\nb = 2", "a", "1", "b", "2"),
                of("a = 1\n  b = 2", "a", "1\nb = 2"),
                of("  a = 1\n  b = 2", "a", "1", "b", "2"),
                of("  a = 1\n b = 2", "a", "1", "b", "2"),
                of("a = 1\n [other]", "a", "1\n[other]"),
                of("a = 1\r\nb = 2\r\n", "a", "1", "b", "2"),
                of("a = 100%%", "a", "100%"),
                of("a = 1\nb = %(a)s%(A)s", "a", "1", "b", "11"),
                of("b = %(a)s\na = 1%%", "b", "1%", "a", "1%"),
                of("a = x\n[DEFAULT]\nb = y\na = z", "a", "x", "b", "y"),
                of("[DEFAULT]\nb = 1\n[DEFAULT]\nc = 2", "b", "1", "c", "2"),
                of("[other]\na = 1"),
                of("a = 'quoted'\nb = \"x\"", "a", "'quoted'", "b", "\"x\""),
                of("a = Grüße aus Köln ✓", "a", "Grüße aus Köln ✓"),
                of("a = 1\n[healthmon ] x]\nb = 2", "a", "1"),
                of("a = \\n \\", "a", "\\n \\"),
                of("a == 1", "a", "= 1"),
                refused("a"),
                refused("= 1"),
                refused(": 1"),
                refused("a = 1\nA = 2"),
                refused("a = 1\n[healthmon]\nb = 2"),
                refused("a = 1\n[other]\n[other]"),
                refused("a = 50%"),
                refused("a = %x"),
                refused("a = %(b)s"),
                refused("a = %(b)d\nb = 1"),
                refused("a = %(a)s"),
                refused("[DEFAULT]\na = 1\n[DEFAULT]\na = 2"),
                refused("[]\na = 1"));
    }

    private static Habit of(String text, String... options) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return new Habit("[healthmon]\n" + text, map);
    }

    private static Habit refused(String text) {
        return new Habit("[healthmon]\n" + text, null);
    }

    @ParameterizedTest
    @MethodSource("habits")
    void readsAsPythonDoes(Habit habit) throws Exception {
        if (habit.options() == null) {
            assertThatThrownBy(() -> options(habit.text()))
                    .isInstanceOf(ImportRefused.class)
                    .hasMessageContaining("x.ini, line ");
        } else {
            assertThat(options(habit.text())).containsExactlyInAnyOrderEntriesOf(habit.options());
        }
    }

    private static Map<String, String> options(String text) throws ImportRefused {
        Map<String, String> options = new LinkedHashMap<>();
        for (Option option : IniFile.parse("x.ini", text).options("healthmon")) {
            options.put(option.name(), option.value());
        }
        return options;
    }

    @Test
    void pythonAgreesWithTheTable() throws Exception {
        if (Boolean.getBoolean("freshwatch.peers.required")) {
            assertThat(PYTHON).exists();
        }
        assumeTrue(Files.exists(PYTHON), "no python3");
        List<Habit> habits = habits().toList();
        ObjectMapper json = new ObjectMapper();
        ArrayNode texts = json.createArrayNode();
        habits.forEach(habit -> texts.add(habit.text()));
        Process python = new ProcessBuilder(PYTHON.toString(), "-c", JUDGE)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = python.getOutputStream()) {
            in.write(json.writeValueAsBytes(texts));
        }
        byte[] answers = python.getInputStream().readAllBytes();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();

        List<?> judged = json.readValue(new String(answers, StandardCharsets.UTF_8), List.class);
        for (int i = 0; i < habits.size(); i++) {
            assertThat(judged.get(i))
                    .as(habits.get(i).text())
                    .isEqualTo(habits.get(i).options());
        }
    }

    @Test
    void namesTheLineOfAnOptionAndOfAFault() throws Exception {
        IniFile ini = IniFile.parse("x.ini", "# first\n[healthmon]\n\na = 1\n  2\nb = 3\n");
        assertThat(ini.options("healthmon")).extracting(Option::line).containsExactly(4, 6);

        assertThatThrownBy(() -> IniFile.parse("x.ini", "[healthmon]\na = 1\n\nA: 2"))
                .hasMessage("x.ini, line 4: names an option again that line 2 has named (large and small letters do not"
                        + " count); keep one of them");
    }

    /** Nothing that somebody may have written keeps us for long. */
    @Test
    void aValueThatGrowsWithoutEndIsRefused() {
        StringBuilder text = new StringBuilder("[healthmon]\nq0 =\n");
        for (int i = 1; i < 10; i++) {
            text.append("q")
                    .append(i)
                    .append(" = ")
                    .append(("%(q" + (i - 1) + ")s").repeat(200))
                    .append('\n');
        }
        assertThatThrownBy(() -> options(text.toString())).hasMessageContaining("refers to others without end");
    }
}
