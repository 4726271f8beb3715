package dev.freshwatch.sim.misp;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The keys known to a simulated MISP. Thread-safe. */
public final class ApiKeys {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{40}");
    private static final String REFUSED =
            "Authentication failed. Please make sure you pass the API key of an API enabled"
                    + " user along in the Authorization header.";

    private final Map<String, ApiKey> byName = new ConcurrentHashMap<>();
    private final InstantSource clock;

    ApiKeys(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds a key, or replaces the one with the same name. */
    public ApiKeys put(ApiKey key) {
        byName.put(key.name(), key);
        return this;
    }

    /** Changes the key with this name. */
    public ApiKeys change(String name, UnaryOperator<ApiKey> change) {
        if (byName.computeIfPresent(name, (same, key) -> change.apply(key)) == null) {
            throw new IllegalArgumentException("no key " + name + "; there are " + byName.keySet());
        }
        return this;
    }

    /** Removes a key. */
    public ApiKeys revoke(String name) {
        byName.remove(name);
        return this;
    }

    /** Returns the name of the key with this text; {@code -} = none. */
    String nameOf(String text) {
        ApiKey key = text == null ? null : withText(text);
        return key == null ? "-" : key.name();
    }

    /**
     * Returns the account of a key.
     *
     * @param text what was sent; null = nothing
     */
    ApiKey check(String text) throws MispRefusal {
        if (text == null || !FORM.matcher(text).matches()) {
            throw MispRefusal.against(
                    403, REFUSED, text == null ? "no key" : "a key that is not 40 letters and digits");
        }
        ApiKey key = withText(text);
        if (key == null || key.ends() != null && !clock.instant().isBefore(key.ends())) {
            throw MispRefusal.of(403, REFUSED);
        }
        if (key.disabled()) {
            throw MispRefusal.of(403, "Authentication failed. Your user account has been disabled.");
        }
        if (key.elsewhere()) {
            throw MispRefusal.of(403, "It is not possible to use this Auth key from your IP address");
        }
        return key;
    }

    /** Returns the refusal of JSON without a key where one is required. */
    static MispRefusal noKey() {
        return MispRefusal.against(403, REFUSED, "JSON was asked without a key");
    }

    private ApiKey withText(String text) {
        return byName.values().stream()
                .filter(key -> key.text().equals(text))
                .findFirst()
                .orElse(null);
    }
}
