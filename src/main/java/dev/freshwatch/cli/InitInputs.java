package dev.freshwatch.cli;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.Texts;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** Addresses and credentials of the platforms: from the options, otherwise from questions. */
final class InitInputs {

    private final InitOptions options;
    /** Null = nobody can be asked, and the options contain everything. */
    private final Dialogue dialogue;

    private final PrintWriter err;

    InitInputs(InitOptions options, Dialogue dialogue, PrintWriter err) {
        this.options = options;
        this.dialogue = dialogue;
        this.err = err;
    }

    /** An ESM. */
    record EsmInput(URI url, String username, Secret password) {}

    /** A MISP; one of the keys may be null. */
    record MispInput(URI url, Secret key, Secret adminKey) {}

    /** Parses a text; the exception says what to write instead. */
    private interface Parser<T> {
        T parse(String text) throws BadValue;
    }

    /**
     * The ESM to watch.
     *
     * @param before the input that failed; null = nothing was tried so far
     * @return null = none
     */
    EsmInput esm(EsmInput before) throws CommandFailure {
        boolean nothingGiven = options.esm == null && options.misp == null;
        boolean meant = nothingGiven || options.esm != null || options.username != null || options.passwordFile != null;
        if (!meant) {
            return null;
        }
        boolean optional = nothingGiven && before == null;
        URI url = url("ESM", "--esm", options.esm, before == null ? null : before.url(), optional, Texts::esmUrl);
        if (url == null) {
            return null;
        }
        String name = options.username;
        if (name == null || before != null) {
            String old = before == null ? null : before.username();
            String answer =
                    old == null ? dialogue.insist("User name on the ESM: ") : dialogue.ask("User name [" + old + "]: ");
            name = answer.isEmpty() ? old : answer;
        }
        Secret password = secret(
                "Password",
                "--password-file",
                options.passwordFile,
                before == null ? null : before.password(),
                before != null,
                true);
        return new EsmInput(url, name.strip(), password);
    }

    /** The same for the MISP. @param hasEsm whether there is already something to watch */
    MispInput misp(MispInput before, boolean hasEsm) throws CommandFailure {
        boolean nothingGiven = options.esm == null && options.misp == null;
        boolean meant = nothingGiven || options.misp != null || options.keyFile != null || options.adminKeyFile != null;
        if (!meant) {
            return null;
        }
        boolean optional = nothingGiven && before == null && hasEsm;
        URI url = url("MISP", "--misp", options.misp, before == null ? null : before.url(), optional, Texts::mispUrl);
        if (url == null) {
            return null;
        }
        boolean again = before != null;
        Secret key =
                secret("API key (any role)", "--key-file", options.keyFile, again ? before.key() : null, again, false);
        Secret admin = secret(
                "API key of a site admin, to check the workers (empty: none)",
                "--admin-key-file",
                options.adminKeyFile,
                again ? before.adminKey() : null,
                again,
                false);
        return new MispInput(url, key, admin);
    }

    private URI url(String what, String option, String given, URI before, boolean optional, Parser<URI> parser)
            throws CommandFailure {
        if (given != null && before == null) {
            try {
                return parser.parse(given);
            } catch (BadValue e) {
                throw new CommandFailure("freshwatch: " + option + " " + e.problem() + "; " + e.hint(), e);
            }
        }
        while (true) {
            String example = what.toLowerCase(Locale.ROOT);
            String question = before != null
                    ? "URL of the " + what + " [" + before + "]: "
                    : "URL of the " + what + ", such as https://" + example + ".example"
                            + (optional ? " (empty: none): " : ": ");
            String answer = dialogue.ask(question);
            if (answer.isEmpty() && (before != null || optional)) {
                return before;
            }
            if (answer.isEmpty()) {
                err.println("There must be something to watch: write a URL, or end this with Ctrl-C.");
            }
            if (!answer.isEmpty()) {
                try {
                    return parser.parse(answer.contains("://") ? answer : "https://" + answer);
                } catch (BadValue e) {
                    err.println("It " + e.problem() + "; " + e.hint());
                }
            }
        }
    }

    private Secret secret(String what, String option, Path file, Secret before, boolean again, boolean needed)
            throws CommandFailure {
        if (file != null && !again) {
            try {
                return Texts.secretFile(file);
            } catch (BadValue e) {
                throw new CommandFailure(
                        String.format(Locale.ROOT, "freshwatch: %s %s %s; %s", option, file, e.problem(), e.hint()), e);
            }
        }
        if (dialogue == null) {
            return null;
        }
        while (true) {
            String answer = dialogue.askSecretly(what + (before != null ? " [enter: as before]: " : ": "));
            if (!answer.isEmpty()) {
                return new Secret(answer);
            }
            if (before != null || !needed) {
                return before;
            }
        }
    }
}
