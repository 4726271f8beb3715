package dev.freshwatch.page;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;

/** The name of a check as people read it, and can click it. */
final class CheckName {

    private CheckName() {}

    static String of(Finding finding) {
        return of(finding.check(), finding.name());
    }

    /** @param name as the platform gives it; null = not known. Where it shows nothing, the id stands for it */
    static String of(CheckId check, String name) {
        String plain = PlainText.name(name).strip();
        return plain.codePoints().allMatch(CheckName::isUnseen) ? check.value() : plain;
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.UNASSIGNED -> true;
            default -> c == '\u3164' || c == '\uFFA0' || c == '\u115F' || c == '\u1160' || c == '\u2800';
        };
    }
}
