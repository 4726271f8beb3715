package dev.freshwatch.samples;

/** Reads what a {@link ByteSink} has written. */
final class ByteSource {

    private final byte[] bytes;
    private int next;

    /** @param bytes are not changed as long as this is used */
    ByteSource(byte[] bytes, int from) {
        this.bytes = bytes;
        this.next = from;
    }

    long unsigned() throws UnreadableChunk {
        if (next < bytes.length && bytes[next] >= 0) {
            return bytes[next++];
        }
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (next >= bytes.length) {
                throw new UnreadableChunk("it is too short");
            }
            byte part = bytes[next++];
            number |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new UnreadableChunk("a number in it is too long");
    }

    long signed() throws UnreadableChunk {
        long number = unsigned();
        return (number >>> 1) ^ -(number & 1);
    }

    /** A number from 0 to this. */
    int upTo(int most) throws UnreadableChunk {
        long number = unsigned();
        if (number < 0 || number > most) {
            throw new UnreadableChunk("it counts " + Long.toUnsignedString(number) + " of at most " + most);
        }
        return (int) number;
    }
}
