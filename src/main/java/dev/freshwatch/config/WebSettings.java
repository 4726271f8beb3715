package dev.freshwatch.config;

/**
 * {@code web.…}
 *
 * @param port     0 = any free port
 * @param username null = everybody may read, and host is a loopback address
 * @param password null exactly if username is null
 */
public record WebSettings(String host, int port, String username, Secret password) {}
