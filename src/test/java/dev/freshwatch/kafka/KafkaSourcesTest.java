package dev.freshwatch.kafka;

import static dev.freshwatch.kafka.KafkaCalls.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.kafka.KafkaCalls.Offset;
import dev.freshwatch.kafka.KafkaCalls.Topic;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Kafka may answer, and what is made of it: a part is never the whole. */
class KafkaSourcesTest {

    private static Map<String, String> topics(KafkaStub stub, String... known) throws Exception {
        return KafkaStub.words(new KafkaTopics(stub).read(name -> !name.startsWith("_"), Set.of(known)));
    }

    private static Map<String, String> lags(KafkaStub stub, String... known) throws Exception {
        Map<String, String> refused = new TreeMap<>();
        Map<String, String> found = KafkaStub.words(new KafkaLag(stub, KafkaStub.NOON)
                .read(id -> true, Set.of(known), (group, why) -> refused.put(group, why.getMessage())));
        found.putAll(refused);
        return found;
    }

    /** The newest record is not the last one if producers write times of their own. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            9,7,5      | 5 min
            9,3,5;8;   | 3 min
            ''         | silent
            ;;         | silent
            ;30        | 30 min
            4,-90      | -90 min
            """)
    void theNewestOfAllPartitionsCounts(String records, String age) throws Exception {
        assertThat(topics(new KafkaStub().topic("events", records).topic("_other", "1")))
                .isEqualTo(Map.of("events", age));
    }

    @Test
    void aPartitionThatDoesNotTellMakesItsTopicUnknown() throws Exception {
        KafkaStub stub = new KafkaStub()
                .topic("behind", "1;2")
                .fixed("behind", 1, new Offset(NONE, NONE, null))
                .topic("expired", "")
                .begin("expired", 0, 700)
                .topic("refusing", "1;2")
                .fixed("refusing", 0, new Offset(NONE, NONE, KafkaStub.REFUSED))
                .topic("timeless", "1")
                .fixed("timeless", 0, new Offset(5, NONE, null))
                .topic("offline", "1;2;3")
                .odd("offline", new Topic(3, 2, null, false))
                .topic("good", "1");

        assertThat(topics(stub))
                .isEqualTo(Map.of(
                        "behind", "failed: partition 1 has records, but does not tell the newest",
                        "expired", "silent",
                        "refusing", "unauthorized: refused",
                        "timeless", "unreadable: the records of partition 0 have no time",
                        "offline", "failed: partition 2 of 3 has no leader (0 is the first)",
                        "good", "1 min"));
    }

    /** Kafka leaves out of its list what the account may not see, as if it were not there. */
    @Test
    void aTopicThatIsHiddenIsNotOneThatIsGone() throws Exception {
        KafkaStub stub = new KafkaStub().topic("good", "1").odd("hidden", new Topic(0, null, KafkaStub.REFUSED, false));

        assertThat(topics(stub, "hidden", "deleted", "good"))
                .isEqualTo(Map.of("good", "1 min", "hidden", "unauthorized: refused"));
    }

    /** The group has read up to this record, exclusive. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            9,7,5        | 3 | 0 min, oldest unread record
            9,7,5        | 2 | 5 min, oldest of 1 unread records
            9,7,5        | 0 | 9 min, oldest of 3 unread records
            900,700,5    | 1 | 700 min, oldest of 2 unread records
            50000,40000  | 0 | 50000 min, oldest of 2 unread records
            9,7,5        | 4 | failed: the group has read beyond the end of partition 0: is the topic a new one?
            9,-90,5      | 1 | unreadable: unread records of partition 0 are ahead of the local clock, so their age is not known
            9,-90,5      | 2 | unreadable: unread records of partition 0 are ahead of the local clock, so their age is not known
            """)
    void theOldestUnreadRecordCounts(String records, long next, String age) throws Exception {
        KafkaStub stub = new KafkaStub().topic("events", records).read("soc", "events", 0, next);

        String found = lags(stub).get("soc:events");
        if (found.matches("\\d+ min.*") && !age.startsWith("0 ")) {
            assertThat(found.replaceFirst("\\d+", "")).isEqualTo(age.replaceFirst("\\d+", ""));
            assertThat(minutes(found)).isBetween(minutes(age) * 97 / 100 - 1, minutes(age));
        } else {
            assertThat(found).isEqualTo(age);
        }
        assertThat(stub.requests).isLessThan(35);
    }

    private static long minutes(String words) {
        return Long.parseLong(words.replaceFirst(" .*", ""));
    }

    @Test
    void whatAGroupHasNotSaidOfAPartitionIsNotRead() throws Exception {
        KafkaStub stub = new KafkaStub()
                .topic("half", "5;4")
                .read("soc", "half", 0, 1)
                .topic("quiet", "5;")
                .read("soc", "quiet", 0, 1)
                .topic("lost", "5,4")
                .begin("lost", 0, 100)
                .read("soc", "lost", 0, 40)
                .topic("emptied", "")
                .begin("emptied", 0, 100)
                .read("soc", "emptied", 0, 40)
                .read("soc", "deleted", 0, 1)
                .topic("offline", "5")
                .odd("offline", new Topic(1, 0, null, false))
                .read("other:group", "offline", 0, 1)
                .odd("hidden", new Topic(0, null, new KafkaFailure(Reason.UNAUTHORIZED, "refused"), false))
                .read("soc", "hidden", 0, 1);

        String lost = "failed: unread records of partition 0 were deleted before the group read them";
        assertThat(lags(stub))
                .containsOnlyKeys(
                        "soc:half", "soc:quiet", "soc:lost", "soc:emptied", "other:group:offline", "soc:hidden")
                .containsEntry("soc:lost", lost)
                .containsEntry("soc:emptied", lost)
                .containsEntry("soc:half", "failed: the group has no committed offset in partition 1")
                .containsEntry("soc:quiet", "0 min, oldest unread record")
                .containsEntry("other:group:offline", "failed: partition 0 of 1 has no leader (0 is the first)")
                .containsEntry("soc:hidden", "unauthorized: refused");
    }

    @Test
    void aGroupThatCannotBeAskedDoesNotConcernTheOthers() throws Exception {
        KafkaStub stub = new KafkaStub()
                .topic("events", "9,7,5")
                .read("good", "events", 0, 3)
                .refused("hidden")
                .refused("new")
                .refused("of:two:parts");

        assertThat(lags(stub, "good:events", "hidden:events", "hidden:more", "of:two:parts:events", "hid:events"))
                .isEqualTo(Map.of(
                        "good:events", "0 min, oldest unread record",
                        "hidden:events", "unauthorized: refused",
                        "hidden:more", "unauthorized: refused",
                        "of:two:parts:events", "unauthorized: refused",
                        "new", "refused"));
    }

    /** A group that is left out would come back as one that cannot be asked. */
    @Test
    void whatIsNotWantedAnyMoreIsNotAskedFor() throws Exception {
        KafkaStub stub = new KafkaStub()
                .topic("events", "9")
                .odd("hidden", new Topic(0, null, KafkaStub.REFUSED, false))
                .read("good", "events", 0, 1)
                .refused("left-out");
        Map<String, String> refused = new TreeMap<>();

        Map<String, String> found = KafkaStub.words(new KafkaLag(stub, KafkaStub.NOON)
                .read(
                        id -> id.equals("good:events"),
                        Set.of("good:events", "good:hidden", "left-out:events"),
                        (group, why) -> refused.put(group, why.getMessage())));

        assertThat(found).containsOnlyKeys("good:events");
        assertThat(refused).as("of it nothing that is wanted is known").containsOnlyKeys("left-out");
    }

    @Test
    void whereNoGroupCanBeAskedTheListIsUnknown() {
        KafkaStub stub = new KafkaStub().topic("events", "9").refused("one").refused("other");

        assertThatThrownBy(() -> lags(stub, "one:events")).isSameAs(KafkaStub.REFUSED);
    }

    /** Kafka leaves out what a group has read of a topic that the account may not describe, as if it had not. */
    @Test
    void aTopicThatIsHiddenIsNotOneThatAGroupHasLeft() throws Exception {
        KafkaStub stub = new KafkaStub()
                .topic("events", "9,7,5")
                .topic("left", "9")
                .odd("hidden", new Topic(0, null, KafkaStub.REFUSED, false))
                .read("soc", "events", 0, 3);

        assertThat(lags(stub, "soc:events", "soc:left", "soc:hidden", "soc:deleted", "ended:left"))
                .isEqualTo(Map.of("soc:events", "0 min, oldest unread record", "soc:hidden", "unauthorized: refused"));
    }
}
