package dev.freshwatch.sink;

import dev.freshwatch.http.NoAnswer;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.http.base.HttpOperationFailedException;

/** How far a failed delivery came: whether the receiver can have the notice. In doubt it can. */
public enum DeliveryProgress {
    /** The receiver said no. */
    ANSWERED,
    /** Not a byte of the notice was sent. */
    UNREACHED,
    /** Some of those for whom it is have it, and only the rest is to be asked again. */
    PARTLY,
    /** Nobody knows: it timed out, broke off, or failed in some other way. */
    UNKNOWN;

    /** Said by a gateway about somebody behind it, who may have taken the notice. */
    private static final Set<Integer> OF_SOMEBODY_ELSE = Set.of(502, 504);

    private static final List<Class<? extends Throwable>> BEFORE_SENDING = List.of(
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            UnresolvedAddressException.class,
            SSLHandshakeException.class,
            MailSession.NotConnected.class,
            ClientCertificateRefused.class,
            SyslogPipeline.ClosedBefore.class);

    /** Judges what a sink's route threw. */
    public static DeliveryProgress of(Throwable failure) {
        for (Throwable each : SinkOutcome.chain(failure)) {
            if (each instanceof HttpRefusal refusal) {
                return http(refusal.status());
            }
            if (each instanceof HttpOperationFailedException refusal) {
                return http(refusal.getStatusCode());
            }
            if (each instanceof MailSession.PartlyTaken) {
                return PARTLY;
            }
            if (each instanceof MessagingException mail && SmtpReplies.in(mail).refused()) {
                return ANSWERED;
            }
            if (each instanceof NoAnswer none) {
                return switch (none.kind()) {
                    case NOT_STARTED, NOT_CONNECTED -> UNREACHED;
                    default -> UNKNOWN;
                };
            }
            if (BEFORE_SENDING.stream().anyMatch(type -> type.isInstance(each)) || isOfAnEmptyPool(each)) {
                return UNREACHED;
            }
        }
        return UNKNOWN;
    }

    private static DeliveryProgress http(int status) {
        return status >= 300 && !OF_SOMEBODY_ELSE.contains(status) ? ANSWERED : UNKNOWN;
    }

    /** The pool of connections had none to give, so nothing was sent; its exception does not say why. */
    private static boolean isOfAnEmptyPool(Throwable failure) {
        return failure instanceof NoSuchElementException
                && Arrays.stream(failure.getStackTrace()).limit(3).anyMatch(frame -> frame.getClassName()
                        .startsWith("org.apache.commons.pool2."));
    }
}
