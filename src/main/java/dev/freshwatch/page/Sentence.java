package dev.freshwatch.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Words with times, links and emphasis among them, for a template to show. */
record Sentence(List<Piece> pieces) {

    Sentence {
        pieces = List.copyOf(pieces);
    }

    /**
     * A part of a sentence.
     *
     * @param text  null for a time
     * @param style class of the emphasis, such as {@code critical}; null = none
     * @param href  null = no link
     * @param time  null for words
     */
    record Piece(String text, String style, String href, Instant time) {}

    /** The words alone. */
    String text(PageTimes times) {
        return pieces.stream()
                .map(piece -> piece.time() == null ? piece.text() : times.text(piece.time()))
                .collect(Collectors.joining());
    }

    static Builder of(String text) {
        return new Builder().add(text);
    }

    static Builder begin() {
        return new Builder();
    }

    /** Puts a sentence together. Not thread-safe. */
    static final class Builder {

        private final List<Piece> pieces = new ArrayList<>();

        Builder add(String text) {
            pieces.add(new Piece(text, null, null, null));
            return this;
        }

        Builder add(Sentence other) {
            pieces.addAll(other.pieces());
            return this;
        }

        Builder strong(String style, String text) {
            pieces.add(new Piece(text, style, null, null));
            return this;
        }

        Builder link(String href, String text) {
            pieces.add(new Piece(text, null, href, null));
            return this;
        }

        Builder time(Instant time) {
            pieces.add(new Piece(null, null, null, time));
            return this;
        }

        boolean isEmpty() {
            return pieces.isEmpty();
        }

        Sentence done() {
            return new Sentence(pieces);
        }
    }
}
