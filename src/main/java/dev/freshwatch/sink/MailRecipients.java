package dev.freshwatch.sink;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;

/**
 * Who need not be asked again about a mail that others still have to take: it is offered to them alone, with the same
 * bytes. Kept in memory only: after a restart a mail that was taken in part goes to all once more, as every repeat does.
 * Thread-safe.
 */
final class MailRecipients {

    /** Greylisting lasts minutes. Longer than this, one addressee would keep the others from what comes next. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final int MOST = 1_000;

    private final LongSupplier nanos;
    private final Map<String, Progress> mails = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Progress> eldest) {
            return size() > MOST;
        }
    };

    private static final class Progress {
        private final Set<Address> settled = new HashSet<>();
        private final long since;

        private Progress(long since) {
            this.since = since;
        }
    }

    /** @param nanos a monotonic clock */
    MailRecipients(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Those who are still to be asked. */
    synchronized Address[] open(String id, Address[] all) {
        Progress progress = mails.get(id);
        return progress == null
                ? all
                : Arrays.stream(all)
                        .filter(each -> !progress.settled.contains(each))
                        .toArray(Address[]::new);
    }

    /**
     * Takes in what a server said that has not taken the mail for all of them.
     *
     * @param asked those who were asked this time
     * @return those whom it was refused, where the mail counts as sent: somebody has it, and nobody is to be asked again, or
     *         has been for long enough; null where it does not
     */
    synchronized List<Address> settle(String id, Address[] asked, SendFailedException failure) {
        Set<Address> taken =
                failure.getValidSentAddresses() == null ? Set.of() : Set.of(failure.getValidSentAddresses());
        Progress progress = mails.get(id);
        if (taken.isEmpty() && progress == null) {
            return null;
        }
        if (progress == null) {
            progress = new Progress(nanos.getAsLong());
            mails.put(id, progress);
        }
        progress.settled.addAll(taken);
        progress.settled.addAll(refusedForGood(failure));
        boolean late = nanos.getAsLong() - progress.since > PATIENCE.toNanos();
        if (!late && !progress.settled.containsAll(List.of(asked))) {
            return null;
        }
        mails.remove(id);
        return Stream.of(asked).filter(each -> !taken.contains(each)).toList();
    }

    /** Whether some have it, and others are still to be asked. */
    synchronized boolean isPartlyTaken(String id) {
        return mails.containsKey(id);
    }

    /** All have taken it. */
    synchronized void forget(String id) {
        mails.remove(id);
    }

    private static List<Address> refusedForGood(SendFailedException failure) {
        List<Address> refused = new ArrayList<>();
        for (Exception each = failure; each instanceof MessagingException mail; each = mail.getNextException()) {
            if (each instanceof SMTPAddressFailedException one && one.getReturnCode() >= 500) {
                refused.add(one.getAddress());
            }
        }
        return refused;
    }
}
