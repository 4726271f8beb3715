package dev.freshwatch.route;

import dev.freshwatch.config.NamedFiles;
import dev.freshwatch.config.Warning;
import java.util.List;

/**
 * What there is to say about the route files.
 *
 * @param faults   each one line with its file or route and what to write instead; with any of them, nothing can start
 * @param warnings what the operator should know
 * @param named    the files of certificates that services use
 * @param makeable whether Camel can make all routes, as far as is known; then making them may find further faults
 */
public record RouteReport(List<String> faults, List<Warning> warnings, NamedFiles named, boolean makeable) {

    public RouteReport {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }
}
