package dev.freshwatch.samples;

import java.util.Arrays;

/** Writes numbers, small ones in few bytes. */
final class ByteSink {

    private static final int LONGEST = 10;

    private byte[] bytes = new byte[256];
    private int size;

    /** Writes any number, negative ones in ten bytes. */
    void unsigned(long number) {
        if (bytes.length - size < LONGEST) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        long left = number;
        while ((left & ~0x7fL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    /** Writes a number that is near zero, on either side. */
    void signed(long number) {
        unsigned((number << 1) ^ (number >> 63));
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
