package dev.freshwatch.sink;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;

/**
 * Who need not be asked again about a mail that others still have to take: it is offered to them alone, with the same
 * bytes. Kept in memory only: after a restart a mail that was taken in part goes to all once more, as every repeat does.
 * Thread-safe.
 */
final class MailRecipients {

    private static final int MOST = 1_000;

    /** Who has taken a mail or refused it for good, by the mail's id; the mail that was taken in part first goes first. */
    private final Map<String, Set<Address>> settled = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<Address>> eldest) {
            return size() > MOST;
        }
    };

    /** Those who are still to be asked. */
    synchronized Address[] open(String id, Address[] all) {
        Set<Address> done = settled.getOrDefault(id, Set.of());
        return Arrays.stream(all).filter(each -> !done.contains(each)).toArray(Address[]::new);
    }

    /**
     * Takes in what a server said that has not taken the mail for all of them.
     *
     * @param asked those who were asked this time
     * @return those whom it was refused, where the mail counts as sent: somebody has it, and nobody is to be asked again;
     *         null where it does not
     */
    synchronized List<Address> settle(String id, Address[] asked, SendFailedException failure) {
        Set<Address> taken =
                failure.getValidSentAddresses() == null ? Set.of() : Set.of(failure.getValidSentAddresses());
        if (taken.isEmpty() && !settled.containsKey(id)) {
            return null;
        }
        Set<Address> done = settled.computeIfAbsent(id, any -> new HashSet<>());
        done.addAll(taken);
        done.addAll(refusedForGood(failure));
        if (!done.containsAll(List.of(asked))) {
            return null;
        }
        settled.remove(id);
        return Stream.of(asked).filter(each -> !taken.contains(each)).toList();
    }

    /** Whether some have it, and others are still to be asked. */
    synchronized boolean isPartlyTaken(String id) {
        return settled.containsKey(id);
    }

    /** All have taken it. */
    synchronized void forget(String id) {
        settled.remove(id);
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
