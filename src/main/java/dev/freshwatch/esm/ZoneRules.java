package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares once whether the ESM and this Java runtime have the same rules for the account's zone: an appliance may have
 * outdated ones (section 3). The only consequence is a warning.
 */
final class ZoneRules {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneRules.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String esm;
    private final EsmSession session;
    private final AtomicBoolean compared = new AtomicBoolean();

    ZoneRules(String esm, EsmSession session) {
        this.esm = esm;
        this.session = session;
    }

    void compareOnce(int tzId, ZoneId zone, Instant now, PlatformClock time, Deadline deadline) {
        if (!compared.compareAndSet(false, true)) {
            return;
        }
        try {
            Deadline limit = deadline.orSooner(Deadline.in(time, LIMIT, "comparing time zones"));
            String offset =
                    offset(session.read(EsmCall.of("userGetTimeZones"), limit).json(), tzId);
            if (offset == null) {
                LOG.debug("ESM {}: its list of zones does not contain the offset of number {}", esm, tzId);
            } else if (!offsets(zone, now).contains(ZoneOffset.of(offset))) {
                LOG.warn(
                        "ESM {}: its offset for zone {} ({}) is {}, which is neither the summer nor the standard"
                                + " time of that zone here; if ages are off by hours, set esm.{}.zone",
                        esm,
                        tzId,
                        zone,
                        offset,
                        esm);
            }
        } catch (EsmException | DateTimeException harmless) {
            LOG.debug(
                    "ESM {}: its zones could not be compared with those of this machine: {}",
                    esm,
                    harmless.getMessage());
        }
    }

    /** Returns its current offset, its standard offset, and those of midwinter and midsummer of this year. */
    static Set<ZoneOffset> offsets(ZoneId zone, Instant now) {
        int year = now.atZone(zone).getYear();
        return Stream.of(
                        zone.getRules().getOffset(now),
                        zone.getRules().getStandardOffset(now),
                        zone.getRules().getOffset(Instant.parse(year + "-01-01T00:00:00Z")),
                        zone.getRules().getOffset(Instant.parse(year + "-07-01T00:00:00Z")))
                .collect(Collectors.toSet());
    }

    /** Returns the offset as {@code +hh:mm}, or null if the list does not contain it. */
    private static String offset(JsonNode zones, int tzId) throws EsmException {
        for (JsonNode zone : EsmJson.array(zones, "userGetTimeZones")) {
            String text = EsmJson.text(zone.path("offset"));
            if (text != null && EsmJson.id(zone.path("id"), "userGetTimeZones") == tzId) {
                String sign = text.startsWith("-") ? "-" : "+";
                String digits = text.replaceFirst("^[+-]", "").strip();
                return sign + (digits.indexOf(':') == 1 ? "0" : "") + digits;
            }
        }
        return null;
    }
}
