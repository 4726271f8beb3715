package dev.freshwatch.config;

/**
 * The keys {@code ….tls.…} of one peer.
 *
 * @param caFile   trusted certificates
 * @param certFile our own certificate, with {@code keyFile} and, if that is encrypted, {@code keyPassword}
 */
record TlsKeys(
        Key<String> caFile,
        Key<Boolean> insecure,
        Key<String> certFile,
        Key<String> keyFile,
        Key<Secret> keyPassword) {}
