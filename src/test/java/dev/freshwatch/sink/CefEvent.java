package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A CEF event as a receiver reads it, by the format's own rules: written without a look at the writer. */
record CefEvent(List<String> header, Map<String, String> extension) {

    private static final Pattern KEY = Pattern.compile("(?:^| )([A-Za-z0-9]+)=");

    /** Fails where the text is not CEF, or a key is there twice. */
    static CefEvent parse(String text) {
        assertThat(text).startsWith("CEF:0|");
        List<String> header = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int at = "CEF:".length();
        while (header.size() < 7) {
            assertThat(at).as("seven header fields in %s", text).isLessThan(text.length());
            char c = text.charAt(at++);
            if (c == '\\') {
                assertThat("\\|").contains(text.substring(at, at + 1));
                field.append(text.charAt(at++));
            } else if (c == '|') {
                header.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        return new CefEvent(header, extension(text.substring(at)));
    }

    private static Map<String, String> extension(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Matcher key = KEY.matcher(text);
        String name = null;
        int from = 0;
        while (key.find()) {
            if (name != null) {
                put(pairs, name, text.substring(from, key.start()));
            } else {
                assertThat(key.start()).isZero();
            }
            name = key.group(1);
            from = key.end();
        }
        if (name != null) {
            put(pairs, name, text.substring(from));
        }
        return pairs;
    }

    private static void put(Map<String, String> pairs, String name, String escaped) {
        StringBuilder value = new StringBuilder();
        for (int at = 0; at < escaped.length(); at++) {
            char c = escaped.charAt(at);
            assertThat(c).as("a bare equals sign in %s=%s", name, escaped).isNotEqualTo('=');
            if (c == '\\') {
                at++;
                assertThat(at)
                        .as("an escape that was cut in %s=%s", name, escaped)
                        .isLessThan(escaped.length());
                assertThat("\\=").contains(escaped.substring(at, at + 1));
            }
            value.append(escaped.charAt(at));
        }
        assertThat(pairs.put(name, value.toString())).as("%s twice", name).isNull();
    }
}
