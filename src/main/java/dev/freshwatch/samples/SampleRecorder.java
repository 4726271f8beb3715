package dev.freshwatch.samples;

import dev.freshwatch.freshness.Finding;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Body;

/** The bean {@code samples} of the routes: keeps a sample of each finding. Never waits and never fails. Thread-safe. */
public final class SampleRecorder {

    private static final int LONGEST_ID = 512;

    private final SampleQueue queue;

    SampleRecorder(SampleQueue queue) {
        this.queue = queue;
    }

    /** One whose samples nobody writes. */
    public static SampleRecorder idle() {
        return new SampleRecorder(new SampleQueue(1));
    }

    /** Records the findings of a cycle without changing them. */
    public void record(@Body Collection<Finding> findings) {
        List<Sample> samples = findings.stream()
                .filter(SampleRecorder::isStorable)
                .map(SampleRecorder::sample)
                .toList();
        queue.add(samples);
        queue.countDropped(findings.size() - samples.size());
    }

    /** An operator's own routes can name checks as they like. */
    private static boolean isStorable(Finding finding) {
        String id = finding.check().value();
        return id.length() <= LONGEST_ID && id.indexOf('\0') < 0;
    }

    private static Sample sample(Finding finding) {
        return new Sample(
                finding.check(),
                finding.observedAt(),
                finding.state(),
                finding.reason(),
                finding.age(),
                finding.response(),
                finding.limits());
    }
}
