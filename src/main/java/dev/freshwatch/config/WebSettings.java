package dev.freshwatch.config;

/**
 * {@code web.…}
 *
 * @param port     0 = any free one
 * @param username null = everybody may read, and host is loopback
 * @param password null exactly when username is
 */
public record WebSettings(String host, int port, String username, Secret password) {}
