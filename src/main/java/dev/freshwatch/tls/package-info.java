/** Whom we trust, and who we say we are, when we speak TLS, for every platform and every sink. */
package dev.freshwatch.tls;
