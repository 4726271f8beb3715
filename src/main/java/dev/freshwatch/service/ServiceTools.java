package dev.freshwatch.service;

import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.platform.BoundedCall;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What services ask with.
 *
 * @param http   makes calls on this line
 * @param clock  our wall clock
 * @param within runs what can hang
 */
public record ServiceTools(Function<HttpProfile, HttpCaller> http, InstantSource clock, BoundedCall within) {}
