/**
 * Shared by all platforms: clocks and time limits, bounded calls, explanations of failures, and whether a host is up.
 * Knows nothing about particular platforms.
 */
package dev.freshwatch.platform;
