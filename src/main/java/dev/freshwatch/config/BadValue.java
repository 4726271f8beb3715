package dev.freshwatch.config;

/** A value that its type refuses. Neither text repeats the value. */
final class BadValue extends Exception {

    private final String hint;

    /**
     * @param problem continues a sentence that begins with the value: {@code is not a duration}
     * @param hint    what to write instead
     */
    BadValue(String problem, String hint) {
        super(problem, null, false, false);
        this.hint = hint;
    }

    String problem() {
        return getMessage();
    }

    String hint() {
        return hint;
    }
}
