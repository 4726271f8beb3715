/** Reads configuration keys into typed records; every fault has its key and line. */
package dev.freshwatch.config;
