package dev.freshwatch.sink;

/** An HTTP answer that is not 2xx. Shows neither the URL nor a header nor the body. */
public final class HttpRefusal extends Exception {

    private final int status;
    private final String retryAfter;
    private final String date;

    /**
     * @param status     as received
     * @param retryAfter the header as received; null = none
     * @param date       likewise
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

    /** Null where there is none. */
    public String retryAfter() {
        return retryAfter;
    }

    /** When the server says that it answered; null where it does not. */
    public String date() {
        return date;
    }
}
