package dev.freshwatch.http;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.http.NoAnswer.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the body of an answer, up to a limit. We do not ask for compression; gzip is understood all the
 * same, and the limit applies before and after decompression.
 */
final class Body {

    private static final Logger LOG = LoggerFactory.getLogger(Body.class);
    /** Bodies up to this size are drained if nobody wants them. */
    private static final int SKIPPED = 64 * 1024;

    private Body() {}

    /** Drains a body that arrived together with the head, so that the connection can be reused; never waits. */
    static void skip(ClassicHttpResponse answer) {
        HttpEntity body = answer.getEntity();
        answer.setEntity(null);
        if (body == null || body.getContentLength() < 0 || body.getContentLength() > SKIPPED) {
            return;
        }
        try {
            InputStream in = body.getContent();
            long left = body.getContentLength();
            while (left > 0 && in.available() > 0) {
                int read = in.read(new byte[(int) left]);
                if (read < 0) {
                    return;
                }
                left -= read;
            }
            if (left == 0 && in.read() < 0) {
                LOG.trace("the whole body arrived with the head");
            }
        } catch (IOException e) {
            LOG.debug("cannot drain an unwanted body: {}", e.toString());
        }
    }

    /** Replaces the body, which is still on the wire, by its bytes. An answer without a body is not changed. */
    static void read(ClassicHttpResponse answer, int maxBytes) throws NoAnswer {
        byte[][] bytes = new byte[1][];
        pass(answer, maxBytes, body -> bytes[0] = body.readAllBytes());
        if (bytes[0] != null) {
            answer.setEntity(new ByteArrayEntity(bytes[0], null));
        }
    }

    /** Has the body read while it arrives, and replaces it by none. An answer without a body is not changed. */
    static void pass(ClassicHttpResponse answer, int maxBytes, BodyReader reader) throws NoAnswer {
        HttpEntity onTheWire = answer.getEntity();
        if (onTheWire == null) {
            return;
        }
        if (onTheWire.getContentLength() > maxBytes) {
            throw tooLong(maxBytes);
        }
        String encoding = encoding(answer);
        pass(onTheWire, encoding, maxBytes, reader);
        if (!encoding.isEmpty()) {
            // These headers describe the compressed form; camel-http would decompress once more, without a limit.
            answer.removeHeaders(HttpHeaders.CONTENT_ENCODING);
            answer.removeHeaders(HttpHeaders.CONTENT_LENGTH);
        }
        answer.setEntity(new ByteArrayEntity(new byte[0], null));
    }

    private static void pass(HttpEntity onTheWire, String encoding, int maxBytes, BodyReader reader) throws NoAnswer {
        long[] count = new long[1];
        try (InputStream counted = new Counted(onTheWire.getContent(), count, maxBytes);
                InputStream plain = encoding.isEmpty()
                        ? counted
                        : new Counted(new GZIPInputStream(counted), new long[1], maxBytes)) {
            reader.read(plain);
        } catch (NoAnswer e) {
            throw e;
        } catch (ZipException e) {
            throw new NoAnswer(Kind.BROKEN, "answer claims to be gzip but is not", e);
        } catch (IOException e) {
            throw new NoAnswer(Kind.BROKEN, "answer broke off after " + count[0] + " bytes", e);
        }
    }

    /** Returns {@code gzip}, or an empty text for plain bytes. */
    private static String encoding(ClassicHttpResponse answer) throws NoAnswer {
        Header header = answer.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        if (header == null || header.getValue() == null) {
            return "";
        }
        String value = header.getValue().strip();
        if (value.isEmpty() || value.equalsIgnoreCase("identity")) {
            return "";
        }
        if (value.equalsIgnoreCase("gzip") || value.equalsIgnoreCase("x-gzip")) {
            return "gzip";
        }
        throw new NoAnswer(
                Kind.BROKEN, "answer is compressed (" + PlainText.line(value, 20) + "), which was not asked for", null);
    }

    private static NoAnswer tooLong(int maxBytes) {
        return new NoAnswer(Kind.TOO_LONG, "answer is longer than " + AmountText.size(maxBytes), null);
    }

    /** Counts bytes from the wire; otherwise empty gzip members could go on forever without producing a byte. */
    private static final class Counted extends FilterInputStream {

        private final long[] count;
        private final int max;

        Counted(InputStream in, long[] count, int max) {
            super(in);
            this.count = count;
            this.max = max;
        }

        /** Does nothing: closing would read the rest, however long. DeadlineExecutor closes the connection instead. */
        @Override
        public void close() {
            // see above
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            add(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int some = super.read(target, offset, length);
            add(Math.max(some, 0));
            return some;
        }

        private void add(int more) throws NoAnswer {
            count[0] += more;
            if (count[0] > max) {
                throw tooLong(max);
            }
        }
    }
}
