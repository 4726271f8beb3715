package dev.freshwatch.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code <service>} of a {@code poller-configuration.xml}.
 *
 * @param line       of its tag
 * @param inPackage  the package that it is in
 * @param interval   as it is written; empty = not written
 * @param on         whether OpenNMS polls it
 * @param parameters by their keys
 * @param pages      the attributes of each page of a page sequence
 * @param monitor    the class that polls it, without its package; empty = none is named
 */
record PollerService(
        String name,
        int line,
        PollerPackage inPackage,
        String interval,
        boolean on,
        Map<String, String> parameters,
        List<Map<String, String>> pages,
        String monitor) {

    /**
     * A {@code <package>}.
     *
     * @param addresses the single addresses that it names
     * @param others    whether it names ranges or files of addresses too
     */
    record PollerPackage(String name, List<String> addresses, boolean others) {

        /** The one address that this package is about; empty where there may be others. */
        Optional<String> address() {
            return addresses.size() == 1 && !others ? Optional.of(addresses.get(0)) : Optional.empty();
        }
    }

    /** A parameter without its metadata: {@code ${requisition:port|443}} stands for its default. */
    Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key))
                .map(PollerService::withDefaults)
                .map(text -> inPackage
                        .address()
                        .map(ip -> text.replace("${ipaddr}", ip))
                        .orElse(text))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    static String withDefaults(String text) {
        return text.replaceAll("\\$\\{[^{}|]{1,200}\\|([^{}|]{0,1000})}", "$1");
    }

    /** Whether something of it is said by OpenNMS's database, and not by this file. */
    static boolean isOpen(String text) {
        return text.contains("${");
    }
}
