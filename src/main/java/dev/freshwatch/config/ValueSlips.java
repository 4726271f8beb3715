package dev.freshwatch.config;

import java.util.regex.Pattern;

/**
 * Finds comments after a value and quotes around it, which are part of the value in this format. Never shows the value.
 */
final class ValueSlips {

    private static final Pattern COMMENT = Pattern.compile("\\s#(\\s|$)|\\s//\\s|}}\\s+[#!;]");
    private static final Pattern ANY_COMMENT = Pattern.compile("\\s(#|//)");
    private static final Pattern QUOTED = Pattern.compile("\\s*(\"[^\"]*\"|'[^']*')\\s*");

    private ValueSlips() {}

    /** Replaces the fault of a value by its probable cause. */
    static BadValue instead(Entry entry, String text, BadValue fault) {
        if (entry == null || entry.literal()) {
            return fault;
        }
        if (ANY_COMMENT.matcher(entry.text()).find()) {
            return new BadValue("is followed by a comment", "put the comment on its own line, beginning with #");
        }
        if (QUOTED.matcher(entry.text()).matches()) {
            return new BadValue("is in quotes", "remove them");
        }
        if (text != null && text.contains(";") && (fault.problem() + fault.hint()).matches(".*(comma|a list of).*")) {
            return new BadValue(fault.problem(), "use commas instead of ;");
        }
        return fault;
    }

    /** For a value that is valid as it is. A comment after a placeholder always is one. */
    static void warn(Key<?> key, Entry entry, Report report) {
        if (entry.literal()) {
            return;
        }
        if (COMMENT.matcher(entry.text()).find()) {
            String instead = "put the comment on its own line, beginning with #";
            if (key.secret() && !entry.writtenPlainly()) {
                report.fault(entry.where(), entry.key(), "is followed by a comment", instead);
            } else {
                report.warn(entry.where(), entry.key(), "what looks like a comment is part of the value; " + instead);
            }
        } else if (QUOTED.matcher(entry.text()).matches()) {
            report.warn(entry.where(), entry.key(), "the quotes are part of the value; remove them");
        } else if (key.secret()
                && entry.writtenPlainly()
                && !entry.text().equals(entry.text().strip())) {
            report.warn(entry.where(), entry.key(), "the blank at the end is part of the value");
        }
    }
}
