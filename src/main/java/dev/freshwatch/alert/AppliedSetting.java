package dev.freshwatch.alert;

/**
 * A setting that is in force for a check.
 *
 * @param name   such as {@code error-after}
 * @param value  as it is written in the configuration, such as {@code 20m}; never a secret
 * @param origin the key that it comes from, such as {@code esm.soc.events.error-after}, or what else decides it
 */
public record AppliedSetting(String name, String value, String origin) {}
