package dev.freshwatch.service;

import dev.freshwatch.http.HttpCaller;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What services ask with.
 *
 * @param http   makes calls on this line
 * @param clock  our wall clock
 * @param within runs what can hang
 */
public record Tools(Function<Line, HttpCaller> http, InstantSource clock, Within within) {}
