package dev.freshwatch.setup;

import java.net.URI;
import java.nio.file.Path;

/**
 * How all platforms are reached.
 *
 * @param proxy    null = directly
 * @param certFile our certificate for servers that demand one, absolute; null = none
 * @param keyFile  its private key, absolute; null exactly if certFile is null
 */
public record ConnectionDraft(URI proxy, Path certFile, Path keyFile) {

    /** Directly, and without a certificate of ours. */
    public static final ConnectionDraft DIRECT = new ConnectionDraft(null, null, null);
}
