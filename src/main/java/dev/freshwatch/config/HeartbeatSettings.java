package dev.freshwatch.config;

import java.net.URI;
import java.time.Duration;

/**
 * {@code heartbeat.…}
 *
 * @param url may hold a token: never to be shown
 */
public record HeartbeatSettings(URI url, Duration every, TlsSettings tls) {}
