package dev.freshwatch.outbox;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Follow;
import dev.freshwatch.notice.Notice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The step {@code follow} of the routes: {@link Follow} within the transaction around it. */
public final class Following {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Follow follow;
    private final Map<String, String> lastSummaries = new ConcurrentHashMap<>();

    public Following(Follow follow) {
        this.follow = follow;
    }

    /** The notices of this cycle. */
    @Handler
    public List<Notice> follow(@Body List<Finding> findings, Exchange exchange) {
        Ledger ledger = Ledger.of(exchange);
        List<Notice> notices = follow.follow(findings, ledger.lives());
        ledger.afterCommit(() -> {
            notices.forEach(Following::log);
            summarise(findings);
        });
        return notices;
    }

    private static void log(Notice notice) {
        Finding finding = notice.finding();
        LOG.info(
                "{} {} {} {}: {}",
                notice.kind(),
                finding.check(),
                finding.state().word(),
                finding.reason().word(),
                finding.message());
    }

    /** A line in the log for each platform whenever the count of a state changes; at debug for every cycle. */
    private void summarise(List<Finding> findings) {
        findings.stream()
                .collect(Collectors.groupingBy(finding -> finding.check().platform()))
                .forEach((platform, ofPlatform) -> {
                    String summary = Arrays.stream(State.values())
                            .map(state -> Map.entry(state, count(ofPlatform, state)))
                            .filter(count -> count.getValue() > 0)
                            .map(count ->
                                    count.getValue() + " " + count.getKey().word())
                            .collect(Collectors.joining(", "));
                    boolean changed = !summary.equals(lastSummaries.put(platform, summary));
                    LOG.atLevel(changed ? Level.INFO : Level.DEBUG).log("{}: {}", platform, summary);
                });
    }

    private static long count(List<Finding> findings, State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }
}
