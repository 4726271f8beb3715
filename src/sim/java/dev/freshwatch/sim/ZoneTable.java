package dev.freshwatch.sim;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** The ESM's own numbering of time zones (esm.md section 3). */
final class ZoneTable {

    /** Etc/UTC. */
    static final int UTC = 26;

    private static final List<String> ZONES = List.of(
            "Pacific/Pago_Pago",
            "Pacific/Honolulu",
            "America/Anchorage",
            "America/Los_Angeles",
            "America/Phoenix",
            "America/Chihuahua",
            "America/Denver",
            "America/Guatemala",
            "America/Chicago",
            "America/Mexico_City",
            "America/Regina",
            "America/Bogota",
            "America/New_York",
            "America/Indiana/Indianapolis",
            "America/Halifax",
            "America/Caracas",
            "America/Santiago",
            "America/St_Johns",
            "America/Sao_Paulo",
            "America/Buenos_Aires",
            "America/Godthab",
            "Atlantic/South_Georgia",
            "Atlantic/Azores",
            "Atlantic/Cape_Verde",
            "Africa/Casablanca",
            "Etc/UTC",
            "Europe/Amsterdam",
            "Europe/Belgrade",
            "Europe/Brussels",
            "Europe/Warsaw",
            "Africa/Tripoli",
            "Europe/Athens",
            "Europe/Bucharest",
            "Africa/Cairo",
            "Africa/Maputo",
            "Europe/Helsinki",
            "Asia/Jerusalem",
            "Asia/Baghdad",
            "Asia/Riyadh",
            "Europe/Moscow",
            "Africa/Nairobi",
            "Asia/Tehran",
            "Asia/Dubai",
            "Asia/Baku",
            "Asia/Kabul",
            "Asia/Yekaterinburg",
            "Asia/Karachi",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Asia/Almaty",
            "Asia/Dhaka",
            "Asia/Colombo",
            "Asia/Rangoon",
            "Asia/Bangkok",
            "Asia/Krasnoyarsk",
            "Asia/Shanghai",
            "Asia/Irkutsk",
            "Asia/Singapore",
            "Australia/Perth",
            "Asia/Taipei",
            "Asia/Tokyo",
            "Asia/Seoul",
            "Asia/Yakutsk",
            "Australia/Adelaide",
            "Australia/Darwin",
            "Australia/Brisbane",
            "Australia/Sydney",
            "Pacific/Guam",
            "Australia/Hobart",
            "Asia/Vladivostok",
            "Asia/Magadan",
            "Pacific/Auckland",
            "Pacific/Fiji",
            "Pacific/Tongatapu",
            "Asia/Tbilisi",
            "Europe/Dublin",
            "Europe/Istanbul");

    private ZoneTable() {}

    static int size() {
        return ZONES.size();
    }

    /** @param id 1 to {@link #size} */
    static ZoneId zone(int id) {
        return ZoneId.of(ZONES.get(id - 1));
    }

    /** Returns the ESM's own name of a zone; only the first two are known, the others are derived from the city. */
    static String name(int id) {
        return switch (id) {
            case 1 -> "Midway Island, Samoa";
            case 2 -> "Hawaii";
            default -> ZONES.get(id - 1).replaceFirst(".*/", "").replace('_', ' ');
        };
    }

    /**
     * Returns the zone's offset as {@code -11:00}; it is not known whether the ESM returns the current or the standard
     * one.
     */
    static String offset(int id, Instant now, boolean standard) {
        ZoneOffset offset = standard
                ? zone(id).getRules().getStandardOffset(now)
                : zone(id).getRules().getOffset(now);
        return offset.getTotalSeconds() == 0 ? "00:00" : offset.getId();
    }
}
