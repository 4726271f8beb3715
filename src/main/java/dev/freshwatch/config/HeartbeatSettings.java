package dev.freshwatch.config;

import java.net.URI;
import java.time.Duration;

/**
 * {@code heartbeat.…}
 *
 * @param url may contain a token: must never be shown
 */
public record HeartbeatSettings(URI url, Duration every, TlsSettings tls) {}
