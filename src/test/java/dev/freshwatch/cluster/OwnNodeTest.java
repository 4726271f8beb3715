package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A node that hangs leaves all to others, but never to nobody. */
class OwnNodeTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final Set<String> ALL = Set.of("esm/soc", "freshwatch/watch");

    private final OwnNode own = new OwnNode("a", "1.2", () -> NOW);

    private static Member other(String name, String trouble) {
        return other(name, trouble, ALL);
    }

    private static Member other(String name, String trouble, Set<String> wants) {
        return new Member(name, name + "-1", NOW, NOW, "1.2", "hash", wants, null, trouble);
    }

    @Test
    void itYieldsOnlyToAnotherThatIsWell() {
        own.want(ALL, "hash");
        List<Member> withB = List.of(own.member(), other("b", null));
        own.look(withB);
        assertThat(own.member().wants()).isEqualTo(ALL);
        assertThat(own.yields()).isFalse();

        own.hangs("no cycle is started");
        own.look(List.of(own.member()));
        assertThat(own.member().wants()).as("alone").isEqualTo(ALL);
        assertThat(own.member().trouble()).isEqualTo("no cycle is started");
        own.look(List.of(own.member(), other("b", "it hangs, too")));
        assertThat(own.member().wants()).as("the other hangs").isEqualTo(ALL);
        own.look(withB);
        assertThat(own.member().wants()).isEmpty();
        assertThat(own.yields()).isTrue();
        own.look(List.of(own.member()));
        assertThat(own.member().wants()).as("the other has gone").isEqualTo(ALL);

        own.look(withB);
        own.hangs(null);
        own.look(withB);
        assertThat(own.member().wants()).as("well again").isEqualTo(ALL);
        assertThat(own.member().trouble()).isNull();
    }

    @Test
    void itKeepsWhatNobodyElseHasInItsConfiguration() {
        own.want(ALL, "hash");
        own.hangs("no cycle is started");

        own.look(List.of(other("b", null, Set.of())));
        assertThat(own.member().wants()).as("b has only just come").isEqualTo(ALL);
        assertThat(own.yields()).isFalse();

        own.look(List.of(other("b", null, Set.of("freshwatch/watch")), other("c", "it hangs, too")));
        assertThat(own.member().wants()).containsExactly("esm/soc");
        assertThat(own.yields()).isTrue();
    }

    /** The names in it can be longer than the column, and then no beat of this node would be written any more. */
    @Test
    void itsReasonIsCutToWhatTheDatabaseTakes() {
        String longer = "x".repeat(300);

        assertThat(own.hangs(longer)).isTrue();

        assertThat(own.member().trouble()).hasSize(256).startsWith("xxx");
        assertThat(own.hangs(longer)).as("nothing new").isFalse();
        assertThat(own.hangs(null)).isTrue();
        assertThat(own.hangs(null)).isFalse();
    }
}
