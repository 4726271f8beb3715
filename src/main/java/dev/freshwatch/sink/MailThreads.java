package dev.freshwatch.sink;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import java.util.List;

/**
 * Decides which mail answers which. The {@code Message-ID} of a problem is derived from the id of its episode, every
 * other one from the id of the notice, so later mails can name it in {@code In-Reply-To} without stored state.
 */
final class MailThreads {

    private final String domain;
    private final boolean groups;

    /**
     * Creates the threads.
     *
     * @param domain of the sender
     * @param groups whether recipients get one mail if many checks changed at once
     */
    MailThreads(String domain, boolean groups) {
        this.domain = domain;
        this.groups = groups;
    }

    /**
     * The position of a mail in its thread.
     *
     * @param inReplyTo  the mail that it answers; null = it starts a thread
     * @param references the preceding mails, the nearest last
     */
    record Place(String messageId, String inReplyTo, List<String> references) {

        static Place first(String messageId) {
            return new Place(messageId, null, List.of());
        }
    }

    Place place(Notice notice) {
        if (notice.kind() == Kind.PROBLEM) {
            return Place.first(notice.isGroup() ? id(notice.id()) : id(notice.episode()));
        }
        if (notice.kind() == Kind.DRILL || notice.episode() == null) {
            return Place.first(id(notice.id()));
        }
        String announcedBy = notice.marks().announcedBy();
        if (notice.isGroup()) {
            List<String> threads = notice.marks().threads();
            return threads.isEmpty()
                    ? Place.first(id(notice.id()))
                    : below(notice, threads.stream().map(this::id).toList());
        }
        String problem = id(notice.episode());
        if (announcedBy == null) {
            return below(notice, List.of(problem));
        }
        // recipients got one of the two; the other is there for those who search for the episode
        String group = id(announcedBy);
        return below(notice, groups ? List.of(problem, group) : List.of(group, problem));
    }

    private Place below(Notice notice, List<String> references) {
        return new Place(id(notice.id()), references.get(references.size() - 1), references);
    }

    /** {@code <id@domain>} */
    String id(String id) {
        return "<" + id.replaceAll("[^A-Za-z0-9._-]", "_") + "@" + domain + ">";
    }
}
