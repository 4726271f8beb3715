package dev.freshwatch.notice;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.LifeRules.Step;
import dev.freshwatch.notice.Notice.Origin;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Follows every check from cycle to cycle: the findings of one cycle in, the notices that people get out.
 *
 * <p>Parent and child: while the session of a platform is not ok, the other checks of that platform make no notice of
 * any kind. They are judged afresh by the first cycle in which the session is back.
 */
public final class Follow {

    private final LifeRules rules;
    private final InstantSource clock;
    private final Origin origin;
    private final Supplier<String> newId;
    private final Function<CheckId, String> platformHost;

    /**
     * @param newId        makes ids of notices
     * @param platformHost the host name of the platform of a check, or null
     */
    public Follow(
            LifeRules rules,
            InstantSource clock,
            Origin origin,
            Supplier<String> newId,
            Function<CheckId, String> platformHost) {
        this.rules = rules;
        this.clock = clock;
        this.origin = origin;
        this.newId = newId;
        this.platformHost = platformHost;
    }

    /**
     * Takes one cycle into account and remembers it.
     *
     * @param lives what is remembered; must be part of the transaction that also takes the notices
     * @return the notices in the order of the findings; mostly empty
     */
    public List<Notice> follow(List<Finding> findings, Lives lives) {
        Set<String> downPlatforms = findings.stream()
                .filter(finding -> finding.check().isSession() && finding.state() != State.OK)
                .map(finding -> finding.check().platform())
                .collect(Collectors.toSet());
        Map<CheckId, Life> before =
                lives.of(findings.stream().map(Finding::check).toList());
        List<Life> after = new ArrayList<>(findings.size());
        List<Notice> notices = new ArrayList<>();
        for (Finding finding : findings) {
            boolean shadowed = !finding.check().isSession()
                    && downPlatforms.contains(finding.check().platform());
            Step step = rules.next(before.get(finding.check()), finding, shadowed);
            after.add(step.next());
            step.told().ifPresent(kind -> notices.add(notice(kind, step, finding)));
        }
        lives.remember(after);
        return notices;
    }

    private Notice notice(Kind kind, Step step, Finding finding) {
        return new Notice(
                newId.get(),
                kind,
                step.episode().id(),
                finding,
                step.episode().since(),
                clock.instant(),
                origin,
                platformHost.apply(finding.check()));
    }
}
