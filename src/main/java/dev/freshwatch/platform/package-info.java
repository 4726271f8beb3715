/** What all platforms share: time and its limits, why there is no answer, and whether a host is there. Knows no platform. */
package dev.freshwatch.platform;
