package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The plain text and HTML parts of a mail, with the same facts. The notice must be sanitized. */
final class MailText {

    private static final String NAME_STYLE = "text-align:left;padding:2px 12px 2px 0;font-weight:normal;color:#555";

    private static final String TABLE = "<table style=\"border-collapse:collapse;font-size:14px\">";

    /** The maximum number of checks listed for a group. */
    private static final int MEMBERS = 100;

    private final String tag;
    private final Notice notice;
    private final Map<String, String> facts;

    MailText(String tag, Notice notice) {
        this.tag = tag;
        this.notice = notice;
        this.facts = facts(notice);
    }

    /** The tag of a notice: {@code [CRITICAL]}, {@code [REMINDER]}, {@code [RECOVERED]} … */
    static String tag(Notice notice) {
        return switch (notice.kind()) {
            case PROBLEM, CHANGE -> "[" + notice.finding().state().word().toUpperCase(Locale.ROOT) + "]";
            case RECOVERY -> "[RECOVERED]";
            case REMINDER, HEALED, DRILL -> "[" + notice.kind().name() + "]";
        };
    }

    /** Lines end with CRLF. */
    String plain() {
        List<String> lines = new ArrayList<>();
        lines.add(tag + " " + notice.headline());
        lines.add("");
        members()
                .forEach(member -> lines.add(
                        String.format(Locale.ROOT, "%-9s %s", member.state().word(), member.headline())));
        if (notice.isGroup()) {
            lines.addAll(more().map(List::of).orElse(List.of()));
            lines.add("");
        }
        facts.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "%-16s%s", name + ":", value)));
        lines.add("");
        lines.add("-- ");
        lines.add(from());
        return lines(lines);
    }

    /** An HTML document without scripts, links, images or any other external content. Lines end with CRLF. */
    String html() {
        String headline = escape(notice.headline());
        List<String> lines = new ArrayList<>();
        lines.add("<!DOCTYPE html>");
        lines.add("<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + headline + "</title></head>");
        lines.add("<body style=\"font-family:sans-serif;font-size:14px;color:#222\">");
        lines.add("<p style=\"font-size:16px;border-left:6px solid "
                + colour(notice.finding().state()) + ";padding:6px 10px;margin:0 0 12px\"><strong>" + escape(tag)
                + "</strong> " + headline + "</p>");
        if (notice.isGroup()) {
            lines.add(TABLE);
            members().forEach(member -> lines.add(row(member.state().word(), member.headline())));
            more().ifPresent(more -> lines.add(row("", more)));
            lines.add("</table><br>");
        }
        lines.add(TABLE);
        facts.forEach((name, value) -> lines.add(row(name, value)));
        lines.add("</table>");
        lines.add("<p style=\"color:#777;font-size:12px\">" + escape(from()) + "</p>");
        lines.add("</body></html>");
        return lines(lines);
    }

    private static String row(String name, String value) {
        return "<tr><th style=\"" + NAME_STYLE + "\">" + escape(name) + "</th><td style=\"padding:2px 0\">"
                + escape(value) + "</td></tr>";
    }

    private List<Finding> members() {
        List<Finding> members = notice.marks().members();
        return members.subList(0, Math.min(MEMBERS, members.size()));
    }

    private Optional<String> more() {
        int more = notice.marks().members().size() - MEMBERS;
        return more > 0 ? Optional.of("and " + more + " more") : Optional.empty();
    }

    private static String lines(List<String> lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private String from() {
        return "Freshwatch on " + SanitizedNotice.text(notice.origin().host());
    }

    private static Map<String, String> facts(Notice notice) {
        Finding finding = notice.finding();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("State", finding.state().word() + " (" + finding.reason().word() + ")");
        if (notice.since() != null) {
            facts.put("Problem since", Utc.millis(notice.since()));
        }
        if (notice.marks().ended() != null) {
            Finding ended = notice.marks().ended();
            facts.put("Had been", ended.state().word() + ": " + ended.text());
        }
        if (notice.marks().gap() != null) {
            facts.put("Gap before", Ages.words(notice.marks().gap()));
        }
        if (notice.marks().delayed() != null) {
            facts.put("Delayed by", Ages.words(notice.marks().delayed()));
        }
        if (finding.lastActivity() != null) {
            String age = finding.age() == null ? "" : " (" + Ages.words(finding.age()) + " old)";
            facts.put("Newest record", Utc.shortest(finding.lastActivity()) + age);
        }
        Limits limits = finding.limits();
        if (limits.warnAfter() != null) {
            facts.put("Warning after", Ages.limit(limits.warnAfter()));
        }
        if (limits.errorAfter() != null) {
            facts.put("Critical after", Ages.limit(limits.errorAfter()));
        }
        if (finding.observedAt() != null) {
            facts.put("Observed at", Utc.millis(finding.observedAt()));
        }
        if (notice.platformHost() != null) {
            facts.put("Platform", notice.platformHost());
        }
        facts.put("Check", SanitizedNotice.text(finding.check().value()));
        facts.put("Notice", notice.id());
        if (notice.episode() != null) {
            facts.put("Episode", notice.episode());
        }
        return facts;
    }

    private static String colour(State state) {
        return switch (state) {
            case CRITICAL -> "#c62828";
            case WARNING -> "#ef8f00";
            case UNKNOWN -> "#6a5acd";
            case OK -> "#2e7d32";
        };
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
