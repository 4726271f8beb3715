package dev.freshwatch.wire;

import jakarta.mail.Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

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
        private boolean taken;

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

    /** Whether anybody has taken the mail. */
    synchronized boolean isTaken(String id) {
        return mails.containsKey(id) && mails.get(id).taken;
    }

    /** Whether the others have been asked for long enough. */
    synchronized boolean isLate(String id) {
        return mails.containsKey(id) && nanos.getAsLong() - mails.get(id).since > PATIENCE.toNanos();
    }

    synchronized void settle(String id, Collection<Address> taken, Collection<Address> refusedForGood) {
        Progress progress = mails.computeIfAbsent(id, key -> new Progress(nanos.getAsLong()));
        progress.settled.addAll(taken);
        progress.settled.addAll(refusedForGood);
        progress.taken |= !taken.isEmpty();
    }

    synchronized void forget(String id) {
        mails.remove(id);
    }
}
