package dev.freshwatch.http;

import java.io.IOException;

/** A connection that was kept from an earlier call cannot be used for this one. Nothing has been sent on it. */
final class KeptConnectionGone extends IOException {

    private final boolean byThePeer;

    /** @param byThePeer false = it may be a good one, and this call is to have a new one all the same */
    KeptConnectionGone(boolean byThePeer) {
        super("a kept connection is not used");
        this.byThePeer = byThePeer;
    }

    boolean isByThePeer() {
        return byThePeer;
    }
}
