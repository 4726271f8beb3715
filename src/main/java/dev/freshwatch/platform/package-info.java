/** Whether a host is there, for every platform that asks for it. Knows hosts and nothing of platforms. */
package dev.freshwatch.platform;
