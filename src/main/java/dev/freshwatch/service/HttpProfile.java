package dev.freshwatch.service;

import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.tls.Trust;

/**
 * How a service is called; services with the same profile share connections.
 *
 * @param proxy    null = none
 * @param maxBytes the longest body of an answer
 */
public record HttpProfile(Trust trust, HttpProxy proxy, int maxBytes) {

    /** Answers are small enough that those of many services fit into memory together. */
    static final int SMALL = 256 * 1024;
}
