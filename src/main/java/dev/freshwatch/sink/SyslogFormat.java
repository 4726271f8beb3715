package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;

/** One of the two syslog formats. */
interface SyslogFormat {

    /** The message without framing, in UTF-8, within the configured size. The notice must be sanitized. */
    byte[] bytes(Notice notice);
}
