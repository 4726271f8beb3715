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

/** How far a failed delivery got: whether the receiver may have the notice. If in doubt, it may. */
public enum DeliveryProgress {
    /** The receiver refused. */
    ANSWERED,
    /** Not one byte of the notice was sent. */
    UNREACHED,
    /** Some recipients have it; only the others will be tried again. */
    PARTLY,
    /** Not known: timeout, lost connection, or another failure. */
    UNKNOWN;

    /** Sent by a gateway on behalf of a server that may have accepted the notice. */
    private static final Set<Integer> GATEWAY_ERRORS = Set.of(502, 504);

    private static final List<Class<? extends Throwable>> BEFORE_SENDING = List.of(
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            UnresolvedAddressException.class,
            SSLHandshakeException.class,
            MailSession.NotConnected.class,
            ClientCertificateRefused.class,
            SinkSetting.class,
            SyslogPipeline.ClosedBefore.class);

    /** Evaluates the exception of a sink's route. */
    public static DeliveryProgress of(Throwable failure) {
        for (Throwable each : SinkOutcome.chain(failure)) {
            if (each instanceof HttpRefusal refusal) {
                return http(refusal.status());
            }
            if (each instanceof ReceiverRefusal refusal) {
                return refusal.status() < 300 ? ANSWERED : http(refusal.status());
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
        return status >= 300 && !GATEWAY_ERRORS.contains(status) ? ANSWERED : UNKNOWN;
    }

    /** The connection pool was exhausted, so nothing was sent; the exception itself does not say that. */
    private static boolean isOfAnEmptyPool(Throwable failure) {
        return failure instanceof NoSuchElementException
                && Arrays.stream(failure.getStackTrace()).limit(3).anyMatch(frame -> frame.getClassName()
                        .startsWith("org.apache.commons.pool2."));
    }
}
