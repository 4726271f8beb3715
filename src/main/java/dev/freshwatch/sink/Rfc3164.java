package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The older syslog format of RFC 3164, without framing. Times are local and without a zone. Text is UTF-8. */
final class Rfc3164 implements SyslogFormat {

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,255}");
    /** Text from a platform that looks like one of our fields would be mistaken for it by a collector. */
    private static final Pattern OUR_FIELD = Pattern.compile("\\b(check|state|reason)=", Pattern.CASE_INSENSITIVE);

    private static final int CHECK_LENGTH = 256;

    private final int facility;
    private final int maxBytes;
    private final ZoneId zone;
    private final SyslogBody body;

    /** @param body the body format; null = a sentence followed by our fields */
    Rfc3164(int facility, int maxBytes, ZoneId zone, SyslogBody body) {
        this.facility = facility;
        this.maxBytes = maxBytes;
        this.zone = zone;
        this.body = body;
    }

    @Override
    public byte[] bytes(Notice notice) {
        String head = String.format(
                Locale.ROOT,
                "<%d>%s %s freshwatch[%d]: ",
                facility * 8 + SyslogMessage.severity(notice),
                time(notice),
                host(notice.origin().host()),
                notice.origin().processId());
        int left = maxBytes - Utf8.length(head);
        return Utf8.bytes(head + (body == null ? withFields(notice, left) : body.of(notice, left)));
    }

    private static String withFields(Notice notice, int maxBytes) {
        Finding finding = notice.finding();
        String text = OUR_FIELD.matcher(notice.message()).replaceAll("$1 =");
        String tail = String.format(
                Locale.ROOT,
                " check=%s state=%s reason=%s",
                PlainText.line(finding.check().value(), CHECK_LENGTH),
                finding.state().word(),
                finding.reason().word());
        tail = Utf8.cut(tail, maxBytes);
        return Utf8.cut(text, maxBytes - Utf8.length(tail)) + tail;
    }

    private String time(Notice notice) {
        ZonedDateTime time = notice.madeAt().atZone(zone);
        return String.format(
                Locale.ROOT,
                "%s %2d %02d:%02d:%02d",
                MONTHS.get(time.getMonthValue() - 1),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }

    private static String host(String host) {
        return host != null && HOST.matcher(host).matches() ? host : "-";
    }
}
