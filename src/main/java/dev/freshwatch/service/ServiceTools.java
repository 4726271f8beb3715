package dev.freshwatch.service;

import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.platform.BoundedCall;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What services need for their checks.
 *
 * @param http   returns the caller for a profile
 * @param clock  our wall clock
 * @param within runs calls that can hang
 * @param known  the sources that lists have had
 */
public record ServiceTools(
        Function<HttpProfile, HttpCaller> http, InstantSource clock, BoundedCall within, SourceMemory known) {}
