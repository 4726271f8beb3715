package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;

/** What stands in the message of a syslog record, behind what each format puts before it. */
interface SyslogBody {

    /** The text, cut with a mark to at most {@code maxBytes} of UTF-8. The notice's texts are already clean. */
    String of(Notice notice, int maxBytes);

    /** The room, in bytes, below which {@link #of} would lose more than the end of a sentence. */
    int needs(Notice notice);
}
