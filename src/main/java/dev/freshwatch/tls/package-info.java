/** Trusted certificates and client certificates for TLS, for every platform and sink. */
package dev.freshwatch.tls;
