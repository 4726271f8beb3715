package dev.freshwatch.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.freshwatch.http.BodyReader;
import dev.freshwatch.http.Reply;
import dev.freshwatch.service.RowReader.NotJson;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** The body of one page of a list, read while it arrives. For one answer. */
final class PageBody implements BodyReader {

    private static final String NOT_UTF_8 = "answer is not in UTF-8";

    /** As much as tells markup from JSON. */
    private static final int HEAD = 64;

    private static final Pattern MARKUP = Pattern.compile("\\uFEFF?\\s*<");

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
            byte[] head = body.readNBytes(HEAD);
            markup = MARKUP.matcher(new String(head, StandardCharsets.UTF_8)).lookingAt();
            PushbackInputStream whole = new PushbackInputStream(body, HEAD);
            whole.unread(head);
            read = rows.read(whole, into::add);
        } catch (NotJson e) {
            fault = e.getMessage();
        } catch (CharConversionException e) {
            fault = NOT_UTF_8;
        } catch (JsonProcessingException e) {
            fault = String.valueOf(e.getOriginalMessage()).contains("UTF-8") ? NOT_UTF_8 : "answer is not JSON";
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
