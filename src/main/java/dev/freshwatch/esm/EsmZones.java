package dev.freshwatch.esm;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ESM's time zone numbers (section 3: the same table in two public clients). The ESM's own zone names are not those
 * of IANA.
 */
final class EsmZones {

    /** The first entry is number 1. */
    private static final List<ZoneId> ZONES = Stream.of(
                    "Pacific/Pago_Pago Pacific/Honolulu America/Anchorage America/Los_Angeles",
                    "America/Phoenix America/Chihuahua America/Denver America/Guatemala",
                    "America/Chicago America/Mexico_City America/Regina America/Bogota",
                    "America/New_York America/Indiana/Indianapolis America/Halifax America/Caracas",
                    "America/Santiago America/St_Johns America/Sao_Paulo America/Buenos_Aires",
                    "America/Godthab Atlantic/South_Georgia Atlantic/Azores Atlantic/Cape_Verde",
                    "Africa/Casablanca Etc/UTC Europe/Amsterdam Europe/Belgrade",
                    "Europe/Brussels Europe/Warsaw Africa/Tripoli Europe/Athens",
                    "Europe/Bucharest Africa/Cairo Africa/Maputo Europe/Helsinki",
                    "Asia/Jerusalem Asia/Baghdad Asia/Riyadh Europe/Moscow",
                    "Africa/Nairobi Asia/Tehran Asia/Dubai Asia/Baku",
                    "Asia/Kabul Asia/Yekaterinburg Asia/Karachi Asia/Kolkata",
                    "Asia/Kathmandu Asia/Almaty Asia/Dhaka Asia/Colombo",
                    "Asia/Rangoon Asia/Bangkok Asia/Krasnoyarsk Asia/Shanghai",
                    "Asia/Irkutsk Asia/Singapore Australia/Perth Asia/Taipei",
                    "Asia/Tokyo Asia/Seoul Asia/Yakutsk Australia/Adelaide",
                    "Australia/Darwin Australia/Brisbane Australia/Sydney Pacific/Guam",
                    "Australia/Hobart Asia/Vladivostok Asia/Magadan Pacific/Auckland",
                    "Pacific/Fiji Pacific/Tongatapu Asia/Tbilisi Europe/Dublin",
                    "Europe/Istanbul")
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(ZoneId::of)
            .toList();

    private EsmZones() {}

    /** Returns the zone with this number, or empty if the table does not contain it. */
    static Optional<ZoneId> byId(int tzId) {
        return tzId >= 1 && tzId <= ZONES.size() ? Optional.of(ZONES.get(tzId - 1)) : Optional.empty();
    }
}
