package dev.freshwatch.misp;

/**
 * A key of MISP, for messages.
 *
 * @param name   the configuration key, such as {@code misp.intel.admin-key}
 * @param needed what kind of key it must be
 */
record KeyName(String name, String needed) {}
