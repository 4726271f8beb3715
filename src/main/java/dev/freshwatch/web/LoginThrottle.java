package dev.freshwatch.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down the guessing of passwords and tokens. Each address has a number of attempts and gets a new one every few seconds;
 * while it has none left, its logins are rejected unchecked. While many addresses are guessing, unknown addresses have fewer
 * attempts.
 *
 * <p>Nobody is locked out by others: each address has its own attempts, the first of which are always checked, and what was
 * right before is always checked, so that a scraper keeps working whatever else its machine sends; guesses of that machine
 * are slowed all the same. What is remembered is limited; the addresses idle longest are forgotten first. Thread-safe.
 */
final class LoginThrottle {

    private static final int TRIES = 10;
    private static final int TRIES_WHILE_MANY_GUESS = 2;
    private static final Duration NEW_TRY = Duration.ofSeconds(5);
    /** More wrong logins than this within a minute, from all addresses together, are many. */
    private static final int MANY = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Wrong attempts that are answered without delay, since people mistype. */
    private static final int PROMPT = 3;

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final int MOST_REMEMBERED = 4_096;

    private final LongSupplier nanoTime;
    private final Map<String, Address> addresses = new Latest<>();
    /** Hashes of what was right when it was checked last. */
    private final Map<String, Boolean> right = new Latest<>();

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
    }

    /** What was used last. */
    private static final class Latest<T> extends LinkedHashMap<String, T> {
        private static final long serialVersionUID = 1L;

        Latest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }

    /**
     * Whether this is checked now.
     *
     * @param shown the login or token, and what it is to open
     */
    synchronized boolean mayTry(InetAddress from, String shown) {
        Address address = addresses.get(key(from));
        if (address == null || right.get(hash(shown)) != null) {
            return true;
        }
        long now = nanoTime.getAsLong();
        refill(address, now);
        return address.spent <= (manyGuess(now) ? TRIES_WHILE_MANY_GUESS : TRIES) - 1;
    }

    /** What was shown was right. */
    synchronized void right(String shown) {
        right.put(hash(shown), true);
    }

    /**
     * What was shown was wrong.
     *
     * @return delay of the answer
     */
    synchronized Duration wrong(InetAddress from, String shown) {
        long now = nanoTime.getAsLong();
        right.remove(hash(shown));
        Address address = addresses.computeIfAbsent(key(from), any -> fresh());
        refill(address, now);
        address.spent = Math.min(TRIES, address.spent + 1);
        manyGuess(now);
        wrongInMinute++;
        return delay(address);
    }

    /** The delay of an answer to a wrong one from this address. */
    synchronized Duration delay(InetAddress from) {
        Address address = addresses.get(key(from));
        return address == null ? Duration.ZERO : delay(address);
    }

    private static Duration delay(Address address) {
        return address.spent > PROMPT ? LATE : Duration.ZERO;
    }

    synchronized int remembered() {
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

    private static String hash(String shown) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(shown.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }
}
