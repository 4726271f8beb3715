package dev.freshwatch.sim.misp;

import java.time.Instant;

/**
 * A key with its account.
 *
 * @param name      its name in journal and controls
 * @param text      what a client sends
 * @param readOnly  a key that only allows reading, whatever its account may do
 * @param disabled  the account is disabled
 * @param elsewhere the key is restricted to other addresses than ours
 * @param ends      when it expires; null = never
 * @param searches  how many searches are allowed in 15 minutes; null = any number
 */
public record ApiKey(
        String name,
        String text,
        Role role,
        boolean readOnly,
        boolean disabled,
        boolean elsewhere,
        Instant ends,
        Integer searches) {

    /** Returns a good key whose text is derived from its name. */
    public static ApiKey of(String name, Role role) {
        return new ApiKey(name, text(name), role, false, false, false, null, null);
    }

    /** Returns the text of the key with this name: 40 letters and digits. */
    public static String text(String name) {
        return (name.replaceAll("[^A-Za-z0-9]", "") + "K" + "0123456789".repeat(4)).substring(0, 40);
    }

    public ApiKey asReadOnly() {
        return new ApiKey(name, text, role, true, disabled, elsewhere, ends, searches);
    }

    public ApiKey asDisabled(boolean off) {
        return new ApiKey(name, text, role, readOnly, off, elsewhere, ends, searches);
    }

    public ApiKey tiedElsewhere(boolean tied) {
        return new ApiKey(name, text, role, readOnly, disabled, tied, ends, searches);
    }

    /** @param end null = never */
    public ApiKey ending(Instant end) {
        return new ApiKey(name, text, role, readOnly, disabled, elsewhere, end, searches);
    }

    /** @param limit searches in 15 minutes */
    public ApiKey searching(int limit) {
        return new ApiKey(name, text, role, readOnly, disabled, elsewhere, ends, limit);
    }

    /** Whether it has the rights of a site admin. */
    boolean siteAdmin() {
        return role.siteAdmin && !readOnly;
    }

    boolean syncs() {
        return role.sync && !readOnly;
    }

    boolean writes() {
        return role.writes() && !readOnly;
    }

    /** Does not show the key itself. */
    @Override
    public String toString() {
        return "key " + name;
    }
}
