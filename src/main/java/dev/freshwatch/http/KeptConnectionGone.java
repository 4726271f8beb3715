package dev.freshwatch.http;

import java.io.IOException;

/** A kept connection cannot be used for this call. Nothing has been sent on it. */
final class KeptConnectionGone extends IOException {

    private final boolean byThePeer;

    /** @param byThePeer false = the connection may be good, but this call requires a new one */
    KeptConnectionGone(boolean byThePeer) {
        super("kept connection not used");
        this.byThePeer = byThePeer;
    }

    boolean isByThePeer() {
        return byThePeer;
    }
}
