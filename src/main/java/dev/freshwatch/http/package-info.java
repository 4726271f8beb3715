/** One HTTP call with limits on everything: time to the last byte, size, redirects, retries. Used by every platform. */
package dev.freshwatch.http;
