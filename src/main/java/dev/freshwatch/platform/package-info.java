/** What all platforms share: time and its limits, and whether a host is there. Knows no platform. */
package dev.freshwatch.platform;
