package dev.freshwatch.service;

import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.BoundedCall;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
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
        Function<HttpProfile, HttpCaller> http, InstantSource clock, BoundedCall within, SourceMemory known) {

    /** The same, but nothing more is asked over HTTP once this says no. */
    ServiceTools onlyIf(BooleanSupplier mayAsk) {
        return new ServiceTools(
                profile -> {
                    HttpCaller caller = http.apply(profile);
                    return call -> {
                        if (!mayAsk.getAsBoolean()) {
                            throw new NoAnswer(NoAnswer.Kind.NOT_STARTED, "another node asks now", null);
                        }
                        return caller.call(call);
                    };
                },
                clock,
                within,
                known);
    }
}
