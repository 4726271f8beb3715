package dev.freshwatch.sink;

/** A receiver refused a notice, and may have said why. Reveals no URL and no secret. */
final class ReceiverRefusal extends Exception {

    private final int status;
    private final String retryAfter;
    private final String date;
    private final String words;
    private final boolean passing;
    private final boolean login;

    /**
     * Creates the exception.
     *
     * @param status     HTTP status; 2xx if the body alone says that it is a refusal
     * @param retryAfter as received; null = none
     * @param date       as received; null = none
     * @param words      the receiver's own words, one harmless line; empty = none
     * @param passing    whether the words of a 2xx mean that it can be tried again
     * @param login      whether it refuses our credentials, and not this notice
     */
    ReceiverRefusal(int status, String retryAfter, String date, String words, boolean passing, boolean login) {
        super("HTTP " + status);
        this.status = status;
        this.retryAfter = retryAfter;
        this.date = date;
        this.words = words;
        this.passing = passing;
        this.login = login;
    }

    int status() {
        return status;
    }

    String retryAfter() {
        return retryAfter;
    }

    String date() {
        return date;
    }

    String words() {
        return words;
    }

    boolean passing() {
        return passing;
    }

    boolean refusesLogin() {
        return login;
    }
}
