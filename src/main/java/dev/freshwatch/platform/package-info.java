/**
 * What all platforms share: time and its limits, calls that end in time, why there is no answer, and whether a host is
 * there. Knows no platform.
 */
package dev.freshwatch.platform;
