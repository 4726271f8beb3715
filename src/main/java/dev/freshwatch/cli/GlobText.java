package dev.freshwatch.cli;

import dev.freshwatch.freshness.PlainText;

/** Globs for checks, as given to commands. */
final class GlobText {

    private static final int LONGEST = 512;

    private GlobText() {}

    /**
     * Returns the glob.
     *
     * @param option its name in errors, followed by a blank; empty for a parameter
     * @throws CommandFailure if no check can match it, because it is blank, too long, or has characters that no name can have
     */
    static String checked(String option, String glob) throws CommandFailure {
        boolean usable = !glob.isBlank()
                && glob.length() <= LONGEST
                && glob.equals(glob.strip())
                && glob.equals(PlainText.name(glob));
        if (!usable) {
            throw new CommandFailure("freshwatch: " + option + "'" + PlainText.name(glob)
                    + "' cannot match a check; write for example " + option + "'esm/soc/*' or " + option + "'ERC-1*'");
        }
        return glob;
    }
}
