package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;

/** The message part of a syslog record. */
interface SyslogBody {

    /** The text, cut to at most {@code maxBytes} of UTF-8, with a mark if it was cut. The notice must be sanitized. */
    String of(Notice notice, int maxBytes);

    /** The size in bytes below which {@link #of} would lose more than the end of a sentence. */
    int needs(Notice notice);
}
