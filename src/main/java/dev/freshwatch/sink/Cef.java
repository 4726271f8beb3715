package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A notice in the Common Event Format, version 0: a header of fields separated by bars, and an extension of {@code
 * key=value} pairs. What does not apply is left out, including its label.
 *
 * <p>If there is too little room, {@code msg} is cut first, since the header contains the same sentence; then that
 * sentence is cut; then pairs are left out, the notice id last.
 */
final class Cef implements SyslogBody {

    /** Receivers keep this many characters of the name in the header, and of {@code msg}. */
    private static final int NAME_LENGTH = 512;

    private static final int MESSAGE_LENGTH = 1023;

    /** Pairs are left out before the sentence in the header gets shorter than this, in bytes. */
    private static final int NAME_ROOM = 96;

    private static final String IN_HEADER = "\\|";
    private static final String IN_EXTENSION = "\\=";

    /** The extension, in the order in which it is written. */
    private enum Part {
        TIME,
        ID,
        KIND,
        HOST,
        MESSAGE,
        CHECK,
        STATE,
        EPISODE,
        AGE,
        LIMIT
    }

    private static final List<Part> LEFT_OUT_FIRST =
            List.of(Part.LIMIT, Part.AGE, Part.HOST, Part.EPISODE, Part.STATE, Part.CHECK, Part.KIND, Part.TIME);

    private final String product;

    /** @param version of this build */
    Cef(String version) {
        product = "CEF:0|Freshwatch|Freshwatch|" + escaped(PlainText.line(version, 32), IN_HEADER) + "|";
    }

    @Override
    public String of(Notice notice, int maxBytes) {
        String name = PlainText.line(notice.message(), NAME_LENGTH);
        Map<Part, String> parts = parts(notice);
        for (int given = 0; given <= LEFT_OUT_FIRST.size(); given++) {
            int left = maxBytes - Utf8.length(event(notice, "", parts, ""));
            if (left >= least(name)) {
                String header = Utf8.cut(name, left - Utf8.CUT_LENGTH, IN_HEADER);
                int room = left - Utf8.length(escaped(header, IN_HEADER));
                String message = PlainText.line(notice.message(), MESSAGE_LENGTH);
                return event(notice, header, parts, Utf8.cut(message, room, IN_EXTENSION));
            }
            parts.remove(given < LEFT_OUT_FIRST.size() ? LEFT_OUT_FIRST.get(given) : Part.MESSAGE);
        }
        int left = maxBytes - Utf8.length(event(notice, "", parts, ""));
        return event(notice, Utf8.cut(name, Math.max(0, left), IN_HEADER), parts, "");
    }

    @Override
    public int needs(Notice notice) {
        return Utf8.length(event(notice, "", parts(notice), "")) + least(PlainText.line(notice.message(), NAME_LENGTH));
    }

    private static int least(String name) {
        return Math.min(NAME_ROOM, Utf8.length(escaped(name, IN_HEADER))) + Utf8.CUT_LENGTH;
    }

    private String event(Notice notice, String name, Map<Part, String> parts, String message) {
        Finding finding = notice.finding();
        Map<Part, String> all = new EnumMap<>(parts);
        all.computeIfPresent(Part.MESSAGE, (part, key) -> key + escaped(message, IN_EXTENSION));
        return product + finding.reason().word() + "|" + escaped(name, IN_HEADER) + "|" + severity(finding) + "|"
                + String.join(" ", all.values());
    }

    private static int severity(Finding finding) {
        return switch (finding.state()) {
            case CRITICAL -> 9;
            case WARNING -> 6;
            case UNKNOWN -> 5;
            case OK -> 2;
        };
    }

    /** All pairs that apply; the message without its text. */
    private static Map<Part, String> parts(Notice notice) {
        Finding finding = notice.finding();
        Map<Part, String> parts = new EnumMap<>(Part.class);
        parts.put(Part.TIME, "rt=" + notice.madeAt().toEpochMilli());
        parts.put(Part.ID, pair("externalId", notice.id()));
        parts.put(Part.KIND, pair("cat", notice.kind().word()));
        if (notice.platformHost() != null) {
            parts.put(Part.HOST, pair("dvchost", notice.platformHost()));
        }
        parts.put(Part.MESSAGE, "msg=");
        parts.put(
                Part.CHECK, labelled("cs1", SanitizedNotice.text(finding.check().value()), "check"));
        parts.put(Part.STATE, labelled("cs2", finding.state().word(), "state"));
        if (notice.episode() != null) {
            parts.put(Part.EPISODE, labelled("cs3", notice.episode(), "episode"));
        }
        putSeconds(parts, Part.AGE, "cn1", finding.age(), "ageSeconds");
        putSeconds(parts, Part.LIMIT, "cn2", finding.limits().errorAfter(), "errorAfterSeconds");
        return parts;
    }

    private static void putSeconds(Map<Part, String> parts, Part part, String key, Duration value, String label) {
        if (value != null) {
            parts.put(part, labelled(key, Long.toString(value.toSeconds()), label));
        }
    }

    private static String labelled(String key, String value, String label) {
        return pair(key, value) + " " + pair(key + "Label", label);
    }

    private static String pair(String key, String value) {
        return key + "=" + escaped(value, IN_EXTENSION);
    }

    /** Puts a backslash before each of these characters. */
    private static String escaped(String text, String marked) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (marked.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }
}
