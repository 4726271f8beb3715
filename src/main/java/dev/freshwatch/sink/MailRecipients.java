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
 * Remembers which recipients of a partly accepted mail are settled: the mail is then offered only to the others, with
 * the same bytes. Kept in memory only: after a restart a partly accepted mail is sent to everybody again, like any
 * repeated notice. Thread-safe.
 */
final class MailRecipients {

    private static final int MOST = 1_000;

    /** Recipients that have accepted or permanently refused a mail, by mail id; the oldest entry is dropped first. */
    private final Map<String, Set<Address>> settled = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<Address>> eldest) {
            return size() > MOST;
        }
    };

    /** Recipients to whom the mail must still be offered. */
    synchronized Address[] open(String id, Address[] all) {
        Set<Address> done = settled.getOrDefault(id, Set.of());
        return Arrays.stream(all).filter(each -> !done.contains(each)).toArray(Address[]::new);
    }

    /**
     * Records the result of a mail that was not accepted for all recipients.
     *
     * @param asked the recipients of this attempt
     * @return the refused recipients if the mail counts as sent, because somebody has it and nobody is left to try;
     *     null if it does not
     */
    synchronized List<Address> settle(String id, Address[] asked, SendFailedException failure) {
        Set<Address> taken =
                failure.getValidSentAddresses() == null ? Set.of() : Set.of(failure.getValidSentAddresses());
        if (taken.isEmpty() && !settled.containsKey(id)) {
            return null;
        }
        Set<Address> done = settled.computeIfAbsent(id, any -> new HashSet<>());
        done.addAll(taken);
        done.addAll(permanentlyRefused(failure));
        if (!done.containsAll(List.of(asked))) {
            return null;
        }
        settled.remove(id);
        return Stream.of(asked).filter(each -> !taken.contains(each)).toList();
    }

    /** Whether some recipients have the mail and others are still open. */
    synchronized boolean isPartlyTaken(String id) {
        return settled.containsKey(id);
    }

    /** Everybody has accepted the mail. */
    synchronized void forget(String id) {
        settled.remove(id);
    }

    private static List<Address> permanentlyRefused(SendFailedException failure) {
        List<Address> refused = new ArrayList<>();
        for (Exception each = failure; each instanceof MessagingException mail; each = mail.getNextException()) {
            if (each instanceof SMTPAddressFailedException one && one.getReturnCode() >= 500) {
                refused.add(one.getAddress());
            }
        }
        return refused;
    }
}
