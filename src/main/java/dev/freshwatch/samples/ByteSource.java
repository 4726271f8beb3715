package dev.freshwatch.samples;

/** Reads what a {@link ByteSink} has written. */
final class ByteSource {

    private final byte[] bytes;
    private int next;

    ByteSource(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    long unsigned() throws UnreadableChunk {
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
