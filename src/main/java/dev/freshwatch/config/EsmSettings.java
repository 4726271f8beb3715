package dev.freshwatch.config;

import dev.freshwatch.freshness.Limits;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * Settings of an ESM: the keys {@code esm.<name>.…}.
 *
 * @param url            scheme, host and port; no path, no trailing slash
 * @param zone           null = auto: the zone of the ESM account
 * @param requestTimeout one HTTP request, from connect to the last byte
 * @param queryTimeout   one event query, from submission to results
 * @param maxQueries     upper limit of event queries open at the same time
 * @param maxQueriesPerHour upper limit of event queries opened in any hour; null = none
 * @param bulk           whether one call for all Receivers may replace queries
 * @param alarms         null = not watched
 * @param events         null = not watched; then there are no Receivers either
 * @param allReceivers   true = every Receiver that the ESM lists, with the limits of {@code events} unless it has its
 *     own
 * @param receivers      Receivers with their own settings
 */
public record EsmSettings(
        String name,
        URI url,
        String username,
        Secret password,
        Login login,
        Duration every,
        ZoneId zone,
        DateOrder dateOrder,
        TlsSettings tls,
        Duration requestTimeout,
        Duration queryTimeout,
        int maxQueries,
        Integer maxQueriesPerHour,
        boolean bulk,
        Alarms alarms,
        Watch events,
        boolean allReceivers,
        List<Receiver> receivers,
        Duration clockErrorAfter) {

    /** Whether the session that was opened with those settings is good for these: they differ in checks at most. */
    public boolean sharesSessionWith(EsmSettings other) {
        return hasAccountOf(other)
                && login == other.login
                && tls.equals(other.tls)
                && requestTimeout.equals(other.requestTimeout)
                && maxQueries == other.maxQueries;
    }

    /** Whether both log in to the same ESM with the same credentials. */
    public boolean hasAccountOf(EsmSettings other) {
        return name.equals(other.name)
                && url.equals(other.url)
                && username.equals(other.username)
                && password.equals(other.password);
    }

    /** How the ESM wants its login encoded. */
    public enum Login {
        AUTO,
        BASE64,
        AES
    }

    /** A key of this ESM, such as {@code esm.soc.url}, for messages. */
    public String key(String rest) {
        return "esm." + name + "." + rest;
    }

    /** The order of date fields in the ESM account. AUTO infers it from the requested window. */
    public enum DateOrder {
        AUTO,
        MONTH_DAY_YEAR,
        DAY_MONTH_YEAR,
        YEAR_MONTH_DAY
    }

    /**
     * How far back to look for the newest record, and how old it may be.
     *
     * @param window wide enough for the limits
     */
    public record Watch(Window window, Limits limits) {}

    /**
     * Settings of the alarm check.
     *
     * @param assignedTo a user name; null = all alarms that the account sees
     */
    public record Alarms(Watch watch, String assignedTo) {}

    /**
     * A Receiver with its own settings.
     *
     * @param deviceId the 64-bit device id
     * @param name     null = as named by the ESM
     */
    public record Receiver(long deviceId, String name, Watch watch) {}
}
