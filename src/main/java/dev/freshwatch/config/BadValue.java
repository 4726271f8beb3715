package dev.freshwatch.config;

/** A value that its type does not accept. Neither text repeats the value. */
public final class BadValue extends Exception {

    private final String hint;

    /**
     * @param problem continues a sentence that begins with the value: {@code is not a duration}
     * @param hint    what to write instead
     */
    public BadValue(String problem, String hint) {
        super(problem, null, false, false);
        this.hint = hint;
    }

    public String problem() {
        return getMessage();
    }

    public String hint() {
        return hint;
    }
}
