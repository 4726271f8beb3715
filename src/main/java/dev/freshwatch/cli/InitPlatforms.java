package dev.freshwatch.cli;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.cli.InitInputs.EsmInput;
import dev.freshwatch.cli.InitInputs.MispInput;
import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.misp.MispSurvey;
import dev.freshwatch.setup.ConfigurationText;
import dev.freshwatch.setup.ConnectionDraft;
import dev.freshwatch.setup.EsmDraft;
import dev.freshwatch.setup.MispDraft;
import dev.freshwatch.setup.ServerCertificate;
import dev.freshwatch.setup.StagedFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Asks the platforms for what the configuration needs, each with a temporary configuration of its own. If somebody can be
 * asked, a failure leads to the questions again.
 */
final class InitPlatforms {

    /** A failure that another address, name or password may cure. */
    static final class TryAnother extends Exception {
        TryAnother(String message) {
            super(message, null, false, false);
        }
    }

    private static final String ESM = "soc";
    private static final String MISP = "intel";

    /** Keys in messages, and what to call them before there is a file: the option, and the words of the question. */
    private static final Map<String, List<String>> NAMES = Map.of(
            "esm." + ESM + ".url", List.of("--esm", "URL of the ESM"),
            "esm." + ESM + ".username", List.of("--username", "user name"),
            "esm." + ESM + ".password", List.of("--password-file", "password"),
            "misp." + MISP + ".url", List.of("--misp", "URL of the MISP"),
            "misp." + MISP + ".key", List.of("--key-file", "API key"),
            "misp." + MISP + ".admin-key", List.of("--admin-key-file", "API key of a site admin"));

    /** The two names in brackets at the end of a message, which are the possible causes. */
    private static final Pattern CAUSES = Pattern.compile(" \\((--[a-z-]+|user name), (--[a-z-]+|password)\\)$");

    private final ConnectionDraft connection;
    private final InitTarget target;
    private final Dialogue dialogue;
    private final InitInputs inputs;
    private final InitTrust trust;
    private final InitAsking asking;
    private final StagedFiles files;
    private final PrintWriter out;
    private final PrintWriter err;

    /** @param dialogue null = nobody can be asked */
    InitPlatforms(
            InitOptions options,
            ConnectionDraft connection,
            InitTarget target,
            Dialogue dialogue,
            InitAsking asking,
            StagedFiles files,
            PrintWriter out,
            PrintWriter err) {
        this.target = target;
        this.dialogue = dialogue;
        this.inputs = new InitInputs(options, dialogue, err);
        this.connection = connection;
        this.trust = new InitTrust(options.accept, connection.proxy(), dialogue, out);
        this.asking = asking;
        this.files = files;
        this.out = out;
        this.err = err;
    }

    /** The ESM with its Receivers; null = none is to be watched. */
    EsmDraft esm() throws Exception {
        EsmInput input = inputs.esm(null);
        while (input != null) {
            try {
                return esm(input);
            } catch (TryAnother e) {
                tellToTryAgain(e);
                input = inputs.esm(input);
            }
        }
        return null;
    }

    private EsmDraft esm(EsmInput input) throws Exception {
        ServerCertificate accepted = trust.settle(input.url(), "--esm");
        EsmDraft draft = new EsmDraft(ESM, input.url(), input.username(), accepted);
        stage(draft.passwordFile(), input.password());
        stage(draft.certificateFile(), accepted);
        target.mustBeFree(files.names());
        String text = ConfigurationText.of(connection, draft, null, Instant.now());
        DeviceList list = survey(text, input.url(), "its Receivers", OneShotCheck::devices);
        if (list.failure() != null) {
            throw new TryAnother("the ESM could not be asked: " + inPeoplesWords(list.failure()));
        }
        out.println("The ESM accepted the login of " + input.username() + ".");
        return new InitReceivers(dialogue, out).choose(draft, list.devices());
    }

    /** The MISP with its queues; null = none is to be watched. */
    MispDraft misp(boolean hasEsm) throws Exception {
        MispInput input = inputs.misp(null, hasEsm);
        while (input != null) {
            try {
                return misp(input);
            } catch (TryAnother e) {
                tellToTryAgain(e);
                input = inputs.misp(input, hasEsm);
            }
        }
        return null;
    }

    private MispDraft misp(MispInput input) throws Exception {
        ServerCertificate accepted = trust.settle(input.url(), "--misp");
        MispDraft draft = new MispDraft(MISP, input.url(), accepted, input.key() != null, input.adminKey() != null);
        stage(draft.keyFile(), input.key());
        stage(draft.adminKeyFile(), input.adminKey());
        stage(draft.certificateFile(), accepted);
        target.mustBeFree(files.names());
        String text = ConfigurationText.of(connection, null, draft, Instant.now());
        MispSurvey told = survey(text, input.url(), "its version and workers", OneShotCheck::surveys);
        if (told.failure() != null && (told.version() == null || told.reason() == Reason.UNAUTHORIZED)) {
            throw new TryAnother("the MISP could not be asked: " + inPeoplesWords(told.failure()));
        }
        out.println(
                "MISP" + (told.version() == null ? ": without a key, its version is not known" : " " + told.version())
                        + workers(told));
        return draft.telling(told.version(), told.workers());
    }

    private static String workers(MispSurvey told) {
        if (told.failure() != null) {
            return "; its workers are not known: " + told.failure();
        }
        return told.workers().isEmpty()
                ? ""
                : "; good workers: "
                        + told.workers().entrySet().stream()
                                .map(queue -> queue.getKey() + " " + queue.getValue())
                                .collect(Collectors.joining(", "));
    }

    private void tellToTryAgain(TryAnother why) throws CommandFailure {
        if (dialogue == null || asking.isAbandoned()) {
            throw new CommandFailure(
                    "freshwatch: " + why.getMessage() + "; nothing was written. Correct that, and run init again", why);
        }
        out.flush();
        err.println(why.getMessage());
        err.println("Try again, or end with Ctrl-C; nothing was written.");
    }

    private String inPeoplesWords(String message) {
        String words = message;
        for (Map.Entry<String, List<String>> name : NAMES.entrySet()) {
            words = words.replace(name.getKey(), name.getValue().get(dialogue == null ? 0 : 1));
        }
        return CAUSES.matcher(words).replaceFirst("; correct $1 or $2");
    }

    private void stage(String name, Secret secret) throws IOException {
        stage(name, secret == null ? null : (secret.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void stage(String name, ServerCertificate certificate) throws IOException {
        stage(name, certificate == null ? null : certificate.pem());
    }

    /** Removes the file of an earlier answer if there is no content now. */
    private void stage(String name, byte[] content) throws IOException {
        if (content == null) {
            files.remove(name);
        } else {
            files.write(name, content);
        }
    }

    private <T> T survey(String text, URI url, String what, InitAsking.Questions<List<T>> questions) throws Exception {
        files.write(InitTarget.FILE, text.getBytes(StandardCharsets.UTF_8));
        ConfigAndRoutes draft = ConfigAndRoutes.read(files.folder(), ConfigAndRoutes.home(), Map.of());
        out.flush();
        err.println("Asking " + UrlHost.of(url) + " port " + UrlHost.portOrUsual(url) + " for " + what
                + " (for 60 s at most)");
        return asking.ask(draft, err, questions).get(0);
    }
}
