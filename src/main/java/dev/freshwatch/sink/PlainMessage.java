package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;

/** The message of a notice, unchanged. */
final class PlainMessage implements SyslogBody {

    /** Names elsewhere are shortened before the message gets shorter than this, in bytes. */
    private static final int ENOUGH = 96;

    @Override
    public String of(Notice notice, int maxBytes) {
        return Utf8.cut(notice.message(), maxBytes);
    }

    @Override
    public int needs(Notice notice) {
        return Math.min(Utf8.length(notice.message()), ENOUGH);
    }
}
