package dev.freshwatch.service;

import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.tls.Trust;
import java.util.Objects;

/**
 * How a service is called; services with the same profile share connections.
 *
 * @param proxy    null = none
 * @param maxBytes the longest body of an answer
 */
public record HttpProfile(Trust trust, HttpProxy proxy, int maxBytes) {

    /** Answers are small enough that those of many services fit into memory together. */
    static final int SMALL = 256 * 1024;

    /** In each check, so not by the method handles of a record. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HttpProfile profile
                && Objects.equals(trust, profile.trust)
                && Objects.equals(proxy, profile.proxy)
                && maxBytes == profile.maxBytes;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Objects.hashCode(trust) + Objects.hashCode(proxy)) + maxBytes;
    }
}
