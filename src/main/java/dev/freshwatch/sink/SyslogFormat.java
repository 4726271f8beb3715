package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;

/** One of the two syslog formats. */
interface SyslogFormat {

    /** The message without framing, UTF-8, within the configured size. The notice's texts are already clean. */
    byte[] bytes(Notice notice);
}
