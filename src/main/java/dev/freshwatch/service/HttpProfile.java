package dev.freshwatch.service;

import dev.freshwatch.http.HttpProxy;
import dev.freshwatch.tls.Trust;

/**
 * How a service is called; services with the same profile share connections.
 *
 * @param proxy null = none
 */
public record HttpProfile(Trust trust, HttpProxy proxy) {}
