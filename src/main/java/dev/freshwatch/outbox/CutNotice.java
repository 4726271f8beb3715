package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import java.util.function.BiPredicate;

/**
 * A stored notice as it is read to be shown: a notice can be about thousands of checks, and the memory for all of them is
 * not there.
 *
 * @param notice  with its first members, and with those that are wanted
 * @param members how many checks it is about; 0 = it is about one and not a group
 * @param wanted  whether a member is wanted; of a notice about one check, whether that check is
 * @param size    of what is kept, in characters of its stored form, about
 */
record CutNotice(Notice notice, int members, boolean wanted, long size) {

    /** So many wanted members are kept behind the first ones, at most. */
    static final int MOST_WANTED = 200;

    /**
     * Which members are kept.
     *
     * @param first  so many, whether wanted or not; at least 1, so that a group remains one
     * @param wanted by id and display name, which is null where it is not known
     */
    record Cut(int first, BiPredicate<CheckId, String> wanted) {

        boolean keeps(int place, int kept, boolean isWanted) {
            return place < first || isWanted && kept < first + MOST_WANTED;
        }
    }
}
