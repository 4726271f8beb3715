package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import java.time.Duration;
import java.util.Locale;

/**
 * The syslog format of RFC 5424, without framing. MSG is UTF-8 without a byte order mark (MSG-ANY of section 6.4),
 * because collectors show the mark as garbage.
 */
final class Rfc5424 implements SyslogFormat {

    private static final int HOST_LENGTH = 255;
    private static final int[] VALUE_LENGTHS = {256, 128, 64, 32};

    private final int facility;
    private final int maxBytes;
    private final SyslogBody body;

    Rfc5424(int facility, int maxBytes, SyslogBody body) {
        this.facility = facility;
        this.maxBytes = maxBytes;
        this.body = body;
    }

    @Override
    public byte[] bytes(Notice notice) {
        String header = header(notice);
        int room = body.needs(notice) + 1;
        for (int length : VALUE_LENGTHS) {
            String head = header + " " + data(notice, length);
            if (Utf8.length(head) + room <= maxBytes) {
                return whole(head, notice);
            }
        }
        return whole(header + " " + new Data().with("id", notice.id()), notice);
    }

    private byte[] whole(String head, Notice notice) {
        return Utf8.bytes(head + " " + body.of(notice, maxBytes - Utf8.length(head) - 1));
    }

    private String header(Notice notice) {
        return String.format(
                Locale.ROOT,
                "<%d>1 %s %s freshwatch %d %s",
                facility * 8 + SyslogMessage.severity(notice),
                Utc.millis(notice.madeAt()),
                host(notice.origin().host()),
                notice.origin().processId(),
                notice.kind().name());
    }

    /** PRINTUSASCII of at most 255 characters, or the NILVALUE. */
    private static String host(String host) {
        boolean usable = host != null
                && !host.isEmpty()
                && host.length() <= HOST_LENGTH
                && host.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        return usable ? host : "-";
    }

    private static Data data(Notice notice, int valueLength) {
        Finding finding = notice.finding();
        Data data = new Data()
                .with("id", notice.id())
                .with("episode", notice.episode())
                .with("check", PlainText.line(finding.check().value(), valueLength))
                .with("name", PlainText.line(finding.name(), valueLength))
                .with("state", finding.state().word())
                .with("reason", finding.reason().word())
                .with("age", seconds(finding.age()))
                .with("errorAfter", seconds(finding.limits().errorAfter()));
        if (finding.lastActivity() != null) {
            data.with("lastActivity", Utc.shortest(finding.lastActivity()));
        }
        return data.with("since", notice.since() == null ? null : Utc.millis(notice.since()));
    }

    private static String seconds(Duration duration) {
        return duration == null ? null : Long.toString(duration.toSeconds());
    }

    /** A structured data element. */
    private static final class Data {

        private final StringBuilder text = new StringBuilder("[freshwatch@32473");

        /** Does nothing if the value is null. */
        Data with(String name, String value) {
            if (value != null) {
                text.append(' ').append(name).append("=\"");
                // section 6.3.3: exactly these three characters
                text.append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]"));
                text.append('"');
            }
            return this;
        }

        @Override
        public String toString() {
            return text + "]";
        }
    }
}
