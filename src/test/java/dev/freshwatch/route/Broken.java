package dev.freshwatch.route;

/** Beans that break when they are made, not by exceptions but by errors. */
public final class Broken {

    private Broken() {}

    /** A jar that it needs is not there. */
    public static final class Missing {
        public Missing() {
            throw new NoClassDefFoundError("org/example/Missing");
        }
    }

    /** It needs more memory than there is. */
    public static final class TooBig {
        public TooBig() {
            throw new OutOfMemoryError("TooBig");
        }
    }

    /** It needs more stack than there is. */
    public static final class TooDeep {
        public TooDeep() {
            throw new StackOverflowError("TooDeep");
        }
    }
}
