package dev.freshwatch.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down password guessing. Each address has a number of attempts and gets a new one every few seconds; while it
 * has none left, its logins are rejected unchecked. While many addresses are guessing, unknown addresses have fewer
 * attempts.
 *
 * <p>Nobody is locked out by others: each address has its own attempts, the first of which are always checked, and an
 * address with a recent successful login is never rejected unchecked, so that a scraper keeps working whatever else its
 * machine sends. Not thread-safe. The number of addresses is limited; the ones idle longest are forgotten first.
 */
final class LoginThrottle {

    private static final int TRIES = 10;
    private static final int TRIES_WHILE_MANY_GUESS = 2;
    private static final Duration NEW_TRY = Duration.ofSeconds(5);
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    /** More wrong logins than this within a minute, from all addresses together, are many. */
    private static final int MANY = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Wrong attempts that are answered without delay, since people mistype. */
    private static final int PROMPT = 3;

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final int MOST_ADDRESSES = 4_096;

    private final LongSupplier nanoTime;
    private final Map<String, Address> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Address> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };
    private long minuteBegan;
    private int wrongInMinute;

    /** @param nanoTime the monotonic clock */
    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        minuteBegan = nanoTime.getAsLong();
    }

    private static final class Address {
        private double spent;
        private long at;
        private boolean known;
        private long knownAt;
    }

    /** Whether a login from this address is checked now. */
    boolean mayTry(InetAddress from) {
        Address address = addresses.get(key(from));
        if (address == null) {
            return true;
        }
        long now = nanoTime.getAsLong();
        refill(address, now);
        boolean known = address.known && now - address.knownAt < KNOWN_FOR.toNanos();
        return known || address.spent <= (manyGuess(now) ? TRIES_WHILE_MANY_GUESS : TRIES) - 1;
    }

    /** A login from this address was right. */
    void right(InetAddress from) {
        Address address = addresses.computeIfAbsent(key(from), any -> fresh());
        address.known = true;
        address.knownAt = nanoTime.getAsLong();
    }

    /**
     * A login from this address was wrong.
     *
     * @return delay of the answer
     */
    Duration wrong(InetAddress from) {
        long now = nanoTime.getAsLong();
        Address address = addresses.computeIfAbsent(key(from), any -> fresh());
        refill(address, now);
        address.spent = Math.min(TRIES, address.spent + 1);
        manyGuess(now);
        wrongInMinute++;
        return address.spent > PROMPT ? LATE : Duration.ZERO;
    }

    int remembered() {
        return addresses.size();
    }

    private Address fresh() {
        Address address = new Address();
        address.at = nanoTime.getAsLong();
        return address;
    }

    private boolean manyGuess(long now) {
        if (now - minuteBegan > MINUTE.toNanos()) {
            minuteBegan = now;
            wrongInMinute = 0;
        }
        return wrongInMinute > MANY;
    }

    private static void refill(Address address, long now) {
        double back = (double) (now - address.at) / NEW_TRY.toNanos();
        address.spent = Math.max(0, address.spent - back);
        address.at = now;
    }

    /** The network prefix for IPv6, since whoever has one address of it has them all. */
    private static String key(InetAddress from) {
        byte[] bytes = from.getAddress();
        return Arrays.toString(from instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
