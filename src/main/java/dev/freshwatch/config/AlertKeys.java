package dev.freshwatch.config;

import java.time.Duration;

/** The rows of the key table that say when people are told: for all, or for one platform. */
record AlertKeys(
        Key<Integer> confirm,
        Key<Duration> confirmEvery,
        Key<Integer> recover,
        Key<Duration> remindEvery,
        Key<Duration> unknownAfter,
        Key<Integer> groupAt,
        Key<Boolean> flapping) {}
