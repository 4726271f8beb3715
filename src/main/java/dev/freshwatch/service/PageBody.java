package dev.freshwatch.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.freshwatch.http.BodyReader;
import dev.freshwatch.http.Reply;
import dev.freshwatch.service.RowReader.NotJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;

/** The body of one page of a list, read while it arrives. For one answer. */
final class PageBody implements BodyReader {

    private final RowReader rows;
    private final SourceRows into;
    private volatile RowReader.Read read;
    private volatile String fault;
    private volatile boolean markup;

    PageBody(RowReader rows, SourceRows into) {
        this.rows = rows;
        this.into = into;
    }

    @Override
    public void read(InputStream body) throws IOException {
        try {
            PushbackInputStream whole = new PushbackInputStream(body);
            int first = whole.read();
            markup = first == '<';
            if (first >= 0) {
                whole.unread(first);
            }
            read = rows.read(whole, into::add);
        } catch (NotJson e) {
            fault = e.getMessage();
        } catch (JsonProcessingException e) {
            fault = "answer is not JSON";
        }
    }

    /** Returns what was read of a good answer; null if it is not what it should be, see {@link #fault}. */
    RowReader.Read of(Reply reply) {
        if (read == null && fault == null) {
            readLate(reply);
        }
        boolean html = markup
                || reply.header("content-type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("text/html");
        if (html) {
            fault = "answered with an HTML page where JSON was expected";
        }
        return fault == null ? read : null;
    }

    /** An answer without a body, or one that came into memory all the same. */
    private void readLate(Reply reply) {
        try {
            read(new ByteArrayInputStream(reply.body()));
        } catch (IOException e) {
            fault = "answer is not JSON";
        }
    }

    String fault() {
        return fault;
    }
}
