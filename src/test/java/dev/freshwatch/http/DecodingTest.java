package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecodingTest {

    private static final String WORDS = "Anmeldung für Gäste \u2013 5 \u20ac";

    private static Arguments row(String name, String contentType, String charset, String page) {
        return Arguments.of(name, contentType, page.getBytes(Charset.forName(charset)));
    }

    static Stream<Arguments> pages() {
        String meta = "<!DOCTYPE html>\n<html><head><meta charset=%s><title>x</title>" + WORDS;
        String old = "<html><head><META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=%s'>" + WORDS;
        return Stream.of(
                row("says nothing, UTF-8", "", "UTF-8", WORDS),
                row("says nothing, windows-1252", "text/html", "windows-1252", "<html>" + WORDS),
                row("UTF-8 in its header", "text/html; charset=UTF-8", "UTF-8", WORDS),
                row("UTF-8 with a mark", "text/html", "UTF-8", "\ufeff" + WORDS),
                row("mark against the header", "text/html; charset=iso-8859-1", "UTF-8", "\ufeff" + WORDS),
                row(
                        "ISO-8859-1 in its header, as browsers read it",
                        "text/html;charset=ISO-8859-1",
                        "windows-1252",
                        WORDS),
                row(
                        "ISO-8859-15, quoted",
                        "text/html; Charset=\"iso-8859-15\"; x=y",
                        "ISO-8859-15",
                        WORDS.replace('\u2013', '-')),
                row("UTF-16, little end first, with a mark", "text/html", "UTF-16LE", "\ufeff" + WORDS),
                row("UTF-16, big end first, with a mark", "", "UTF-16BE", "\ufeff" + WORDS),
                row("UTF-16 in its header", "text/html; charset=utf-16", "UTF-16LE", WORDS),
                row("UTF-16BE in its header", "text/html; charset=utf-16be", "UTF-16BE", WORDS),
                row("Shift_JIS in its header", "text/html; charset=Shift_JIS", "windows-31j", "\u65e5\u672c"),
                row("in its tag", "text/html", "windows-1252", String.format(Locale.ROOT, meta, "\"ISO-8859-1\"")),
                row("in its tag, bare", "text/html", "windows-1250", String.format(Locale.ROOT, meta, "windows-1250")),
                row("in its old tag", "text/html", "windows-1252", String.format(Locale.ROOT, old, "iso-8859-1")),
                row(
                        "header against the tag",
                        "text/html; charset=utf-8",
                        "UTF-8",
                        String.format(Locale.ROOT, meta, "iso-8859-1")),
                row("tag that cannot be true", "text/html", "UTF-8", String.format(Locale.ROOT, meta, "utf-16")),
                row(
                        "XHTML",
                        "application/xhtml+xml",
                        "ISO-8859-15",
                        "<?xml version='1.0' encoding='ISO-8859-15'?>" + WORDS.replace('\u2013', '-')),
                row("no such charset", "text/html; charset=nonsense", "UTF-8", WORDS),
                row("no charset at all", "text/html; charset=;x", "UTF-8", WORDS),
                row(
                        "no such charset, its tag is right",
                        "text/html; charset=x-none",
                        "windows-1252",
                        String.format(Locale.ROOT, meta, "latin1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void pageIsReadThat(String name, String contentType, byte[] body) {
        Map<String, List<String>> headers =
                contentType.isEmpty() ? Map.of() : Map.of("content-type", List.of(contentType));
        String text = new Reply(200, headers, body, Duration.ZERO).text();
        assertThat(text).doesNotContain("\ufffd").doesNotStartWith("\ufeff");
        assertThat(text).containsAnyOf(WORDS, WORDS.replace('\u2013', '-'), "\u65e5\u672c");
    }
}
