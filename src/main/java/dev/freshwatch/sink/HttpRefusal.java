package dev.freshwatch.sink;

/** An HTTP status other than 2xx. Reveals neither the URL nor any header or body. */
public final class HttpRefusal extends Exception {

    private final int status;
    private final String retryAfter;
    private final String date;

    /**
     * Creates the exception.
     *
     * @param status     as received
     * @param retryAfter the header as received; null = none
     * @param date       the header as received; null = none
     */
    public HttpRefusal(int status, String retryAfter, String date) {
        super("HTTP " + status);
        this.status = status;
        this.retryAfter = retryAfter;
        this.date = date;
    }

    public int status() {
        return status;
    }

    /** Null if there was none. */
    public String retryAfter() {
        return retryAfter;
    }

    /** The time of the answer according to the server; null if it sent none. */
    public String date() {
        return date;
    }
}
