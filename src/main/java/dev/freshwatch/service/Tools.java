package dev.freshwatch.service;

import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.tls.Trust;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What services ask with.
 *
 * @param http   makes calls with this trust
 * @param clock  our wall clock
 * @param within runs what can hang
 */
public record Tools(Function<Trust, HttpCaller> http, InstantSource clock, Within within) {}
