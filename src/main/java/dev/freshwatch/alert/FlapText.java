package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.util.Locale;

/** What is said of a check that turns again and again. */
final class FlapText {

    private FlapText() {}

    /** @param state what it is shown as, also where it is just ok: a check that flaps is not */
    static Finding flapping(Finding finding, State state, FlapDetector flaps) {
        String text = String.format(
                Locale.ROOT,
                "flapping: changed %d times in the last %d looks; last: %s, %s",
                flaps.count(),
                FlapDetector.LOOKS,
                finding.state().word(),
                finding.text());
        return with(finding, state, Reason.FLAPPING, text);
    }

    static Finding calm(Finding finding) {
        return with(finding, finding.state(), finding.reason(), "steady again: " + finding.text());
    }

    private static Finding with(Finding finding, State state, Reason reason, String text) {
        return new Finding(
                finding.check(),
                finding.subject(),
                finding.name(),
                state,
                reason,
                text,
                finding.lastActivity(),
                finding.age(),
                finding.limits(),
                finding.observedAt(),
                finding.response(),
                finding.named());
    }
}
