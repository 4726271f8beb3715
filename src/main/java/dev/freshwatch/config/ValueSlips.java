package dev.freshwatch.config;

import java.util.regex.Pattern;

/**
 * What people write around a value as they would elsewhere: a comment behind it, quotes around it. Here it is a part of
 * the value. Shows nothing of the value.
 */
final class ValueSlips {

    private static final Pattern COMMENT = Pattern.compile("\\s#(\\s|$)|\\s//\\s|}}\\s+[#!;]");
    private static final Pattern ANY_COMMENT = Pattern.compile("\\s(#|//)");
    private static final Pattern QUOTED = Pattern.compile("\\s*(\"[^\"]*\"|'[^']*')\\s*");

    private ValueSlips() {}

    /** The fault of a value with what was probably the reason for it. */
    static BadValue instead(Entry entry, String text, BadValue fault) {
        if (entry == null || entry.literal()) {
            return fault;
        }
        if (ANY_COMMENT.matcher(entry.text()).find()) {
            return new BadValue("has a comment behind it", "a comment needs a line of its own, which begins with #");
        }
        if (QUOTED.matcher(entry.text()).matches()) {
            return new BadValue("stands in quotes", "write it without them");
        }
        if (text != null && text.contains(";") && (fault.problem() + fault.hint()).matches(".*(comma|a list of).*")) {
            return new BadValue(fault.problem(), "write commas in place of ;");
        }
        return fault;
    }

    /** For a value that can be used as it is. A comment behind a placeholder is always one. */
    static void warn(Key<?> key, Entry entry, Report report) {
        if (entry.literal()) {
            return;
        }
        if (COMMENT.matcher(entry.text()).find()) {
            String instead = "a comment needs a line of its own, which begins with #";
            if (key.secret() && !entry.writtenPlainly()) {
                report.fault(entry.where(), entry.key(), "has a comment behind it", instead);
            } else {
                report.warn(entry.where(), entry.key(), "what looks like a comment is a part of the value; " + instead);
            }
        } else if (QUOTED.matcher(entry.text()).matches()) {
            report.warn(entry.where(), entry.key(), "the quotes are a part of the value; write it without them");
        } else if (key.secret()
                && entry.writtenPlainly()
                && !entry.text().equals(entry.text().strip())) {
            report.warn(entry.where(), entry.key(), "a blank at its end is a part of the value");
        }
    }
}
