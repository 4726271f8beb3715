package dev.freshwatch.service;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/** Counts what is read, and refuses to read more than a tree in memory may hold. */
final class CountedTokens extends JsonParserDelegate {

    private final long most;
    private long count;

    CountedTokens(JsonParser parser, long most) {
        super(parser);
        this.most = most;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        if (++count > most) {
            throw new RowReader.NotJson("answer has more than " + most + " values beside its rows, or in one of them");
        }
        return super.nextToken();
    }

    long count() {
        return count;
    }

    /** Counts on from here. */
    void count(long from) {
        count = from;
    }
}
