package dev.freshwatch.store;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A damaged store that was set aside, so that a new one could be created.
 *
 * @param kept its new path
 * @param at   when it was set aside, with a precision of one second
 */
public record QuarantinedStore(Path kept, Instant at) {}
