package dev.freshwatch.samples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What all stored bytes have in common: a version, a checksum of four bytes, the content. A file with a wrong bit in it is
 * still a database, and without the checksum the history would show figures that nobody has seen.
 */
final class Chunks {

    /** The content as it is. */
    private static final byte PLAIN = 1;
    /** The content deflated. */
    private static final byte DEFLATED = 2;

    private static final int HEAD = 5;
    /** Far more than a month of hours or a day of five minutes needs. */
    private static final int LARGEST = 4 << 20;

    private Chunks() {}

    static byte[] plain(byte[] content) {
        return seal(PLAIN, content, content.length);
    }

    static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] small = new byte[content.length + 64];
            int size = deflater.deflate(small);
            return deflater.finished() ? seal(DEFLATED, small, size) : plain(content);
        } finally {
            deflater.end();
        }
    }

    private static byte[] seal(byte version, byte[] content, int size) {
        byte[] sealed = new byte[HEAD + size];
        sealed[0] = version;
        System.arraycopy(content, 0, sealed, HEAD, size);
        bytes(sealed).putInt(1, sum(sealed));
        return sealed;
    }

    private static ByteBuffer bytes(byte[] sealed) {
        return ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int sum(byte[] sealed) {
        CRC32C sum = new CRC32C();
        sum.update(sealed[0]);
        sum.update(sealed, HEAD, sealed.length - HEAD);
        return (int) sum.getValue();
    }

    static ByteSource open(byte[] sealed) throws UnreadableChunk {
        if (sealed == null || sealed.length < HEAD) {
            throw new UnreadableChunk("it is too short");
        }
        if (bytes(sealed).getInt(1) != sum(sealed)) {
            throw new UnreadableChunk("its checksum is wrong");
        }
        return switch (sealed[0]) {
            case PLAIN -> new ByteSource(sealed, HEAD);
            case DEFLATED -> new ByteSource(inflated(sealed), 0);
            default -> throw new UnreadableChunk("its version " + sealed[0] + " is not known");
        };
    }

    private static byte[] inflated(byte[] sealed) throws UnreadableChunk {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(sealed, HEAD, sealed.length - HEAD);
            byte[] content = new byte[Math.max(1024, sealed.length * 4)];
            int size = 0;
            while (!inflater.finished()) {
                if (size == content.length) {
                    if (size >= LARGEST) {
                        throw new UnreadableChunk("it is too large");
                    }
                    content = Arrays.copyOf(content, size * 2);
                }
                int more = inflater.inflate(content, size, content.length - size);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new UnreadableChunk("it is too short");
                }
                size += more;
            }
            return Arrays.copyOf(content, size);
        } catch (DataFormatException e) {
            throw new UnreadableChunk("it cannot be inflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
