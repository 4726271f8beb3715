package dev.freshwatch.http;

import dev.freshwatch.http.NoAnswer.Kind;
import dev.freshwatch.tls.Trust;
import java.time.Duration;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.protocol.HttpContext;

/** The deadline and progress of one call. Written by the working thread, read by the waiting one. */
final class CallProgress {

    /** In the order in which a call reaches them; on a kept connection, QUEUED is followed by ASKING. */
    enum Step {
        QUEUED,
        RESOLVING,
        CONNECTING,
        /** A proxy was asked to connect to the peer. */
        TUNNELLING,
        SECURING,
        ASKING,
        ANSWERING
    }

    private final long start = System.nanoTime();
    private final Duration timeout;
    private final Duration connect;
    private final PeerRoute way;
    private final Trust trust;
    private volatile Step step = Step.QUEUED;
    private volatile boolean over;
    private volatile boolean onNewConnection;
    private volatile boolean mustBeNew;
    private volatile boolean connectEndsCall;
    private volatile EndpointDetails connection;
    private volatile long receivedBefore;
    private volatile BodyReader reader;

    CallProgress(Duration timeout, Duration connect, PeerRoute way, Trust trust) {
        this.timeout = timeout;
        this.way = way;
        this.trust = trust;
        this.connect = connect.compareTo(timeout) < 0 ? connect : timeout;
    }

    /** @param bodyReader null = the body is read into memory */
    void passBodyTo(BodyReader bodyReader) {
        reader = bodyReader;
    }

    /** Returns what reads the body of a good answer; null = it is read into memory. */
    BodyReader reader() {
        return reader;
    }

    void putInto(HttpContext context) {
        context.setAttribute(CallProgress.class.getName(), this);
    }

    static CallProgress of(HttpContext context) {
        return (CallProgress) context.getAttribute(CallProgress.class.getName());
    }

    PeerRoute way() {
        return way;
    }

    /** Whether the peer asked for our certificate, in this call or an earlier one. */
    boolean wasAskedForCertificate() {
        return trust.wasAskedBy(way.peer().getHostName(), way.peer().getPort());
    }

    /** Whether there is a certificate to present. */
    boolean showsCertificate() {
        return trust.showsOwn();
    }

    /** Starts the call, or starts it again on another connection; its time limit is not extended. */
    void begin(boolean onlyOnNewConnection) {
        step = Step.QUEUED;
        connection = null;
        onNewConnection = false;
        mustBeNew = onlyOnNewConnection;
    }

    void reached(Step reached) {
        step = reached;
        onNewConnection = onNewConnection || reached == Step.CONNECTING;
    }

    /** Whether the call uses a connection that was kept from an earlier one. */
    boolean isOnKeptConnection() {
        return !onNewConnection;
    }

    boolean mustBeOnNewConnection() {
        return mustBeNew;
    }

    Step step() {
        return step;
    }

    /**
     * From here on, received bytes belong to our answer; a kept connection has already counted those of earlier ones.
     */
    void asking(EndpointDetails details) {
        receivedBefore = details.getReceivedBytesCount();
        connection = details;
        step = Step.ASKING;
    }

    boolean answerBegan() {
        EndpointDetails details = connection;
        return step == Step.ANSWERING || details != null && details.getReceivedBytesCount() > receivedBefore;
    }

    /** Marks that nobody is waiting for this call any more. */
    void giveUp() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Returns the remaining time; zero or less = the time is up. */
    long nanosLeft() {
        return timeout.toNanos() - (System.nanoTime() - start);
    }

    /** Returns at least 1, because 0 means "no limit" to a socket. */
    long connectMillis() {
        long left = nanosLeft() / 1_000_000;
        connectEndsCall = left <= connect.toMillis();
        return Math.max(1, Math.min(connect.toMillis(), left));
    }

    NoAnswer tooLate() {
        return way.blame(late(), step);
    }

    private NoAnswer late() {
        return switch (step) {
            case QUEUED ->
                new NoAnswer(Kind.NOT_STARTED, "no free connection within " + AmountText.time(timeout), null);
            case RESOLVING -> notConnected("host name not resolved", true);
            case CONNECTING -> notConnected("no connection", connectEndsCall || nanosLeft() <= 0);
            case TUNNELLING -> notConnected("no connection to " + way.target(), connectEndsCall || nanosLeft() <= 0);
            case SECURING -> notConnected("no TLS handshake", connectEndsCall || nanosLeft() <= 0);
            case ASKING, ANSWERING ->
                new NoAnswer(
                        Kind.TOO_LATE,
                        (answerBegan() ? "answer not complete within " : "no answer within ")
                                + AmountText.time(timeout),
                        null);
        };
    }

    private NoAnswer notConnected(String what, boolean outOfTime) {
        Duration limit = outOfTime ? timeout : connect;
        return new NoAnswer(Kind.NOT_CONNECTED, what + " within " + AmountText.time(limit), null, outOfTime);
    }
}
