package dev.freshwatch.misp;

/**
 * A key of MISP, for messages.
 *
 * @param name   of the key of the configuration, such as {@code misp.intel.admin-key}
 * @param needed what kind of key it must be
 */
record KeyName(String name, String needed) {}
