package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.util.Locale;

/** Texts about flapping checks. */
final class FlapText {

    private FlapText() {}

    /** @param state the state to show, also while the check happens to be ok: a flapping check is not ok */
    static Finding flapping(Finding finding, State state, FlapDetector flaps) {
        String text = String.format(
                Locale.ROOT,
                "flapping: changed %d times in the last %d observations; last: %s, %s",
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
