package dev.freshwatch.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Rejects an answer that ends before the empty line after its headers. HttpCore (5.3, 5.4) takes the end of the
 * connection for that line ({@code AbstractMessageParser.parseHeaders}), and so a truncated 200 for a complete, empty
 * one.
 */
final class StrictHeadParser extends DefaultHttpResponseParser {

    StrictHeadParser(Http1Config limits) {
        super(limits);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        EndNoticed noticed = new EndNoticed(buffer);
        ClassicHttpResponse head = super.parse(noticed, in);
        if (head != null && noticed.ended) {
            throw new ConnectionClosedException("the headers are not complete");
        }
        return head;
    }

    private static final class EndNoticed implements SessionInputBuffer {

        private final SessionInputBuffer buffer;
        private boolean ended;

        EndNoticed(SessionInputBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
            int length = buffer.readLine(line, in);
            ended = length == -1;
            return length;
        }

        @Override
        public HttpTransportMetrics getMetrics() {
            return buffer.getMetrics();
        }

        @Override
        public int length() {
            return buffer.length();
        }

        @Override
        public int capacity() {
            return buffer.capacity();
        }

        @Override
        public int available() {
            return buffer.available();
        }

        @Override
        public int read(byte[] target, int offset, int length, InputStream in) throws IOException {
            return buffer.read(target, offset, length, in);
        }

        @Override
        public int read(byte[] target, InputStream in) throws IOException {
            return buffer.read(target, in);
        }

        @Override
        public int read(InputStream in) throws IOException {
            return buffer.read(in);
        }
    }
}
