package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Expiry;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.MispTrouble.OfKey;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an answer told about the end of a key. A key with an end date makes MISP say so in every answer.
 *
 * @param which   {@code key} or {@code admin key}
 * @param end     null = none is known
 * @param trouble null where MISP took the key
 * @param elapsed how long the answer took; null where there is none
 */
record KeyLook(String which, Instant end, MispTrouble trouble, Duration elapsed) {

    private static final String HEADER = "x-auth-key-expiration";

    /** From an answer of any status: what MISP says of a key it says only of one that it takes. */
    static KeyLook of(String which, Reply reply) {
        try {
            Optional<String> header = reply.header(HEADER);
            if (header.isPresent()) {
                Instant end = OffsetDateTime.parse(header.get().strip()).toInstant();
                return new KeyLook(which, end, null, reply.elapsed());
            }
            // What is no JSON comes from somebody in between, who says nothing about a key.
            MispJson.read(reply);
            return new KeyLook(which, null, null, reply.elapsed());
        } catch (DateTimeParseException e) {
            return new KeyLook(
                    which, null, MispErrors.unreadable("the end date can not be read", reply), reply.elapsed());
        } catch (MispTrouble trouble) {
            boolean taken = trouble.ofKey() == OfKey.TAKEN;
            return new KeyLook(which, null, taken ? null : trouble, reply.elapsed());
        }
    }

    static KeyLook none(String which, MispTrouble trouble) {
        return new KeyLook(which, null, trouble, null);
    }

    /**
     * For the check {@code key}: the nearest end. What could not be judged outweighs an end that is far away.
     *
     * @param looks one for each key that there is
     */
    static Observation together(List<KeyLook> looks, Instant now, Duration warnBefore) {
        Optional<KeyLook> nearest =
                looks.stream().filter(look -> look.end != null).min(Comparator.comparing(KeyLook::end));
        if (nearest.isPresent() && !nearest.get().end.minus(warnBefore).isAfter(now)) {
            return nearest.get().expiry(now, warnBefore);
        }
        for (KeyLook look : looks) {
            if (look.trouble != null) {
                return look.trouble
                        .saying(look.which + ": " + look.trouble.getMessage())
                        .unanswered();
            }
        }
        if (nearest.isPresent()) {
            return nearest.get().expiry(now, warnBefore);
        }
        return looks.isEmpty()
                ? new MispTrouble(Reason.TIMEOUT, "no answer came in the time of this cycle").unanswered()
                : new Answered(
                        looks.size() == 1 ? "no end date is known" : "no end dates are known", looks.get(0).elapsed);
    }

    private Expiry expiry(Instant now, Duration warnBefore) {
        return new Expiry(which, end, now, warnBefore, elapsed);
    }
}
