package dev.freshwatch.cluster;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What this node says of itself to the others. Thread-safe. */
final class OwnNode {

    private final String name;
    private final String incarnation = UUID.randomUUID().toString();
    private final String version;
    private final InstantSource clock;
    private volatile Set<String> wants = Set.of();
    private volatile String configHash = "";
    private volatile String trouble;
    private volatile boolean yields;

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

    /** @param why null = it is well */
    void hangs(String why) {
        trouble = why;
    }

    /** Why it hangs; null = it is well. */
    String trouble() {
        return trouble;
    }

    /** What it does not do because it hangs, others that are well do. If there are none, it goes on as well as it can. */
    void look(List<Member> live) {
        yields = trouble != null
                && live.stream().anyMatch(other -> !other.node().equals(name) && other.trouble() == null);
    }

    /** Whether it leaves all to others. */
    boolean yields() {
        return yields;
    }

    Member member() {
        Instant now = clock.instant();
        return new Member(name, incarnation, now, now, version, configHash, yields ? Set.of() : wants, null, trouble);
    }
}
