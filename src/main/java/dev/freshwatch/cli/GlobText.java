package dev.freshwatch.cli;

import dev.freshwatch.freshness.PlainText;

/** Globs on checks as they are given to commands. */
final class GlobText {

    private static final int LONGEST = 512;

    private GlobText() {}

    /**
     * Returns the glob.
     *
     * @param option how the error calls it, with a blank at its end; empty for a parameter
     * @throws CommandFailure if no check can match it, because it is blank, too long, or has what no name can have
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
