package dev.freshwatch.sim.misp;

import java.time.Instant;

/**
 * A key with the account behind it.
 *
 * @param name      how journal and controls call it
 * @param text      what a client sends
 * @param readOnly  a key that loses every right of its account but to read
 * @param disabled  the account is switched off
 * @param elsewhere the key is tied to addresses that are not ours
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

    /** A good key whose text is made from its name. */
    public static ApiKey of(String name, Role role) {
        return new ApiKey(name, text(name), role, false, false, false, null, null);
    }

    /** The text of the key of this name: 40 letters and digits. */
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

    /** Whether it may do what a site admin may. */
    boolean siteAdmin() {
        return role.siteAdmin && !readOnly;
    }

    boolean syncs() {
        return role.sync && !readOnly;
    }

    boolean writes() {
        return role.writes() && !readOnly;
    }

    /** Without the key itself. */
    @Override
    public String toString() {
        return "key " + name;
    }
}
