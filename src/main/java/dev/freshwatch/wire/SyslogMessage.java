package dev.freshwatch.wire;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.notice.Kind;
import dev.freshwatch.notice.Notice;
import java.time.ZoneId;

/** Makes the syslog message of a notice. Safe for use by many threads. */
public final class SyslogMessage {

    /** What every RFC 5424 receiver must be able to take (section 6.1); below this a header may not fit. */
    public static final int LEAST_MAX_BYTES = 480;

    private final SyslogFormat format;

    /**
     * @param zone for RFC 3164, whose times are local
     * @throws IllegalArgumentException where {@code maxBytes} is below {@link #LEAST_MAX_BYTES}
     */
    public SyslogMessage(SinkSettings.Syslog settings, ZoneId zone) {
        if (settings.maxBytes() < LEAST_MAX_BYTES) {
            throw new IllegalArgumentException("sink.syslog.max-bytes must be at least " + LEAST_MAX_BYTES);
        }
        format = switch (settings.format()) {
            case RFC5424 -> new Rfc5424(settings.facility(), settings.maxBytes());
            case RFC3164 -> new Rfc3164(settings.facility(), settings.maxBytes(), zone);
        };
    }

    /** The bytes without framing, never more than {@code max-bytes}: how they are framed is the connection's business. */
    public byte[] bytes(Notice notice) {
        return format.bytes(Plain.notice(notice));
    }

    /** RFC 5424 table 2: 2 critical, 4 warning, 5 notice, 6 informational. */
    static int severity(Notice notice) {
        if (notice.kind() == Kind.RECOVERY) {
            return 6;
        }
        return switch (notice.finding().state()) {
            case CRITICAL -> 2;
            case WARNING -> 4;
            case UNKNOWN -> 5;
            case OK -> 6;
        };
    }
}
