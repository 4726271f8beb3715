package dev.freshwatch.cluster;

import dev.freshwatch.freshness.PlainText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What this node says of itself to the others. Thread-safe. */
final class OwnNode {

    private final String name;
    private final String incarnation = UUID.randomUUID().toString();
    private final String version;
    private final InstantSource clock;
    private volatile Set<String> wants = Set.of();
    private volatile String configHash = "";
    private volatile String trouble;
    /** What others have that are well; empty while this node is well. */
    private volatile Set<String> others = Set.of();

    /** @param clock that of the database */
    OwnNode(String name, String version, InstantSource clock) {
        this.name = name;
        this.version = version;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    String incarnation() {
        return incarnation;
    }

    /** What its configuration has. */
    void want(Set<String> namespaces, String hash) {
        wants = Set.copyOf(namespaces);
        configHash = hash;
    }

    /**
     * Only one thread calls this.
     *
     * @param why null = it is well; cut to what the database takes
     * @return whether that is another reason than before
     */
    boolean hangs(String why) {
        String cut = why == null ? null : PlainText.name(why);
        boolean other = !Objects.equals(cut, trouble);
        trouble = cut;
        return other;
    }

    /** Why it hangs; null = it is well. */
    String trouble() {
        return trouble;
    }

    /**
     * What it does not do because it hangs, others that are well do. What none of those has in its configuration it goes on with
     * as well as it can.
     */
    void look(List<Member> live) {
        others = trouble == null
                ? Set.of()
                : live.stream()
                        .filter(other -> !other.node().equals(name) && other.trouble() == null)
                        .flatMap(other -> other.wants().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it leaves to others all that they have, too. */
    boolean yields() {
        return wants.stream().anyMatch(others::contains);
    }

    private Set<String> wanted() {
        Set<String> yielded = others;
        return yielded.isEmpty()
                ? wants
                : wants.stream().filter(each -> !yielded.contains(each)).collect(Collectors.toUnmodifiableSet());
    }

    Member member() {
        Instant now = clock.instant();
        return new Member(name, incarnation, now, now, version, configHash, wanted(), null, trouble);
    }
}
