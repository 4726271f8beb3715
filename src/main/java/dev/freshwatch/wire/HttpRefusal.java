package dev.freshwatch.wire;

/** An HTTP answer that is not 2xx. Shows neither the URL nor a header nor the body. */
public final class HttpRefusal extends Exception {

    private final int status;
    private final String retryAfter;

    /**
     * @param status     as received
     * @param retryAfter the header as received; null = none
     */
    public HttpRefusal(int status, String retryAfter) {
        super("HTTP " + status);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    /** Null where there is none. */
    public String retryAfter() {
        return retryAfter;
    }
}
