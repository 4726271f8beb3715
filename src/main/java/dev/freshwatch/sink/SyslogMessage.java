package dev.freshwatch.sink;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Body;
import dev.freshwatch.config.SinkSettings.Format;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/** Formats a notice as a syslog message. Thread-safe. */
public final class SyslogMessage {

    /** The size that every RFC 5424 receiver must accept (section 6.1); below it, a header may not fit. */
    public static final int LEAST_MAX_BYTES = 480;

    /** Nobody has to act on these, whatever the state is. */
    private static final Set<Kind> INFORMATIONAL = EnumSet.of(Kind.RECOVERY, Kind.HEALED, Kind.DRILL);

    private final SyslogFormat format;
    private final SyslogFormat fallback;

    /**
     * Creates the formatter.
     *
     * @param zone    for RFC 3164, whose times are local
     * @param version of this build, for CEF
     * @throws IllegalArgumentException if {@code maxBytes} is below {@link #LEAST_MAX_BYTES}
     */
    public SyslogMessage(SinkSettings.Syslog settings, ZoneId zone, String version) {
        this(format(settings, zone, version), fallback(settings));
    }

    SyslogMessage(SyslogFormat format, SyslogFormat fallback) {
        this.format = format;
        this.fallback = fallback;
    }

    private static SyslogFormat format(SinkSettings.Syslog settings, ZoneId zone, String version) {
        if (settings.maxBytes() < LEAST_MAX_BYTES) {
            throw new IllegalArgumentException("sink.syslog.max-bytes must be at least " + LEAST_MAX_BYTES);
        }
        SyslogBody cef = settings.body() == Body.CEF ? new Cef(version) : null;
        return switch (settings.format()) {
            case RFC5424 ->
                new Rfc5424(settings.facility(), settings.maxBytes(), cef == null ? new PlainMessage() : cef);
            case RFC3164 -> new Rfc3164(settings.facility(), settings.maxBytes(), zone, cef);
        };
    }

    /** Returns the bytes without framing, at most {@code max-bytes}; framing is left to the connection. */
    public byte[] toBytes(Notice notice) {
        try {
            return format.bytes(SanitizedNotice.notice(notice));
        } catch (RuntimeException e) {
            FallbackText.log("syslog message", notice, e);
            return fallback.bytes(notice);
        }
    }

    /** Leaves out time and host, which the receiver fills in. */
    static SyslogFormat fallback(SinkSettings.Syslog settings) {
        return notice -> {
            String priority = "<" + (settings.facility() * 8 + severityOrNotice(notice)) + ">";
            String head = settings.format() == Format.RFC3164
                    ? priority + "freshwatch: "
                    : priority + "1 - - freshwatch - " + FallbackText.kind(notice) + " [freshwatch@32473 id=\""
                            + FallbackText.word(notice.id()) + "\"] ";
            return Utf8.bytes(Utf8.cut(head + FallbackText.line(notice), settings.maxBytes()));
        };
    }

    private static int severityOrNotice(Notice notice) {
        return notice.finding() == null || notice.finding().state() == null ? 5 : severity(notice);
    }

    /** RFC 5424 table 2: 2 critical, 4 warning, 5 notice, 6 informational. */
    static int severity(Notice notice) {
        if (INFORMATIONAL.contains(notice.kind())) {
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
