/** Whom we trust when we speak TLS, for every platform and every sink. */
package dev.freshwatch.tls;
