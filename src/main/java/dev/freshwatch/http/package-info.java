/** HTTP calls with limits on everything: time to the last byte, size, redirects, retries. Used for every platform. */
package dev.freshwatch.http;
