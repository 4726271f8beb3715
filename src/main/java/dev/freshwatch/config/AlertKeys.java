package dev.freshwatch.config;

import java.time.Duration;

/** The keys that decide when notices are sent: for all platforms, or for one. */
record AlertKeys(
        Key<Integer> confirm,
        Key<Duration> confirmEvery,
        Key<Integer> recover,
        Key<Duration> remindEvery,
        Key<Duration> unknownAfter,
        Key<Integer> groupAt,
        Key<Boolean> flapping) {}
