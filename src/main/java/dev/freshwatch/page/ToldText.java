package dev.freshwatch.page;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.DeliveryRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says who has been told of a problem, and whether it reached them. */
final class ToldText {

    private ToldText() {}

    /**
     * Returns the latest delivery to each sink, those that have it first.
     *
     * @param deliveries the latest first
     */
    static List<DeliveryRecord> latest(List<DeliveryRecord> deliveries) {
        Set<String> seen = new TreeSet<>();
        return deliveries.stream()
                .filter(delivery -> delivery.sink() != null && seen.add(delivery.sink()))
                .sorted((one, other) -> Boolean.compare(isTaken(other), isTaken(one)))
                .toList();
    }

    private static boolean isTaken(DeliveryRecord delivery) {
        return "delivered".equals(delivery.state());
    }

    /** {@code told by mail 03:12:04, accepted}, or what is in the way of it. */
    static Sentence shortest(List<DeliveryRecord> deliveries) {
        List<DeliveryRecord> latest = latest(deliveries);
        if (latest.isEmpty()) {
            return Sentence.of("nobody was told").done();
        }
        DeliveryRecord first = latest.get(0);
        return isTaken(first)
                ? Sentence.of("told by ").add(outcome(first)).done()
                : Sentence.of("nobody has it yet: ").add(outcome(first)).done();
    }

    /** One after the other, each sink with what became of it. */
    static Sentence all(List<DeliveryRecord> deliveries) {
        Sentence.Builder text = Sentence.begin();
        for (DeliveryRecord delivery : latest(deliveries)) {
            if (!text.isEmpty()) {
                text.add("; ");
            }
            text.add(outcome(delivery));
        }
        return text.isEmpty() ? Sentence.of("nobody was told").done() : text.done();
    }

    /** {@code mail 03:12:04, accepted}; {@code webhook: waits, 2 tries, HTTP 503, next 03:14:40}. */
    static Sentence outcome(DeliveryRecord delivery) {
        Sentence.Builder text = Sentence.begin();
        if (isTaken(delivery)) {
            return text.add(delivery.sink() + " ")
                    .time(delivery.settled())
                    .add(", " + taken(delivery.sink()) + tries(delivery))
                    .done();
        }
        text.add(delivery.sink() + ": " + (delivery.state().equals("failed") ? "given up" : waits(delivery)));
        if (delivery.settled() != null) {
            text.add(" ").time(delivery.settled());
        }
        if (delivery.attempts() > 0) {
            text.add(", " + delivery.attempts() + (delivery.attempts() == 1 ? " try" : " tries"));
        }
        if (delivery.reason() != null) {
            text.add(", " + PlainText.name(delivery.reason()));
        }
        if (delivery.retryAt() != null && delivery.attempts() > 0) {
            text.add(", next ").time(delivery.retryAt());
        }
        return text.done();
    }

    /** Of one that was taken in the end. */
    private static String tries(DeliveryRecord delivery) {
        if (delivery.attempts() < 2) {
            return "";
        }
        return " after " + delivery.attempts() + " tries"
                + (delivery.reason() == null ? "" : ", before that " + PlainText.name(delivery.reason()));
    }

    private static String waits(DeliveryRecord delivery) {
        return delivery.state().equals("pending") ? "waits" : delivery.state();
    }

    /** Syslog gets no answer, so nobody knows more than that it was sent. */
    private static String taken(String sink) {
        return sink.equals("syslog") ? "sent" : "accepted";
    }
}
