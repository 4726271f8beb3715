package dev.freshwatch.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits a stream into syslog messages (RFC 6587): a digit starts an octet count, {@code <} a line. */
final class SyslogFrames {

    private static final int MAX_FRAME = 1024 * 1024;

    record Frame(byte[] bytes, SyslogReceiver.Framing framing) {}

    /** The input is not a frame, or breaks off. */
    static final class Malformed extends IOException {
        Malformed(String message) {
            super(message);
        }
    }

    private final InputStream in;

    SyslogFrames(InputStream in) {
        this.in = in;
    }

    /** Returns the next message, or null at the end of the stream. */
    Frame next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        if (first >= '1' && first <= '9') {
            return new Frame(counted(first - '0'), SyslogReceiver.Framing.OCTET_COUNTING);
        }
        if (first == '<') {
            return new Frame(line(first), SyslogReceiver.Framing.NEWLINE);
        }
        throw new Malformed("a frame starts with byte " + first);
    }

    private byte[] counted(int firstDigit) throws IOException {
        int length = firstDigit;
        for (int b = in.read(); b != ' '; b = in.read()) {
            if (b < '0' || b > '9' || length > MAX_FRAME) {
                throw new Malformed("a bad octet count");
            }
            length = length * 10 + b - '0';
        }
        if (length > MAX_FRAME) {
            throw new Malformed("a frame is too long");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new Malformed("a frame breaks off after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private byte[] line(int first) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = first; b != '\n'; b = in.read()) {
            if (b < 0 || line.size() >= MAX_FRAME) {
                throw new Malformed("a line breaks off after " + line.size() + " bytes");
            }
            line.write(b);
        }
        return line.toByteArray();
    }
}
