package dev.freshwatch.store;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A damaged store that was set aside, so that a fresh one could be started.
 *
 * @param kept where it is now
 * @param at   when that was, to the second
 */
public record QuarantinedStore(Path kept, Instant at) {}
