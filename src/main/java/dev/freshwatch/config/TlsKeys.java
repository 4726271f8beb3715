package dev.freshwatch.config;

import java.util.List;

/**
 * The keys {@code ….tls.…} of one peer.
 *
 * @param caFile   trusted certificates
 * @param certFile our own certificate, with {@code keyFile} and, if that is encrypted, {@code keyPassword}
 */
record TlsKeys(
        Key<String> caFile, Key<Boolean> insecure, Key<String> certFile, Key<String> keyFile, Key<Secret> keyPassword) {

    List<Key<?>> all() {
        return List.of(caFile, insecure, certFile, keyFile, keyPassword);
    }
}
