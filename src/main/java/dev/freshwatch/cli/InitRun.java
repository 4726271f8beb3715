package dev.freshwatch.cli;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.app.StartupException;
import dev.freshwatch.cli.InitInputs.EsmInput;
import dev.freshwatch.cli.InitInputs.MispInput;
import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.misp.MispSurvey;
import dev.freshwatch.setup.ConfigurationText;
import dev.freshwatch.setup.EsmDraft;
import dev.freshwatch.setup.MispDraft;
import dev.freshwatch.setup.PlatformLoad;
import dev.freshwatch.setup.ServerCertificate;
import dev.freshwatch.setup.StagedFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/**
 * One run of {@code init}: asks the platforms, makes a configuration beside its place, reads and tries it there as it will be
 * read, and only then moves it. {@link #abandon} may come from another thread at any time.
 */
final class InitRun {

    static final String FILE = "application.properties";

    private static final String ESM = "soc";
    private static final String MISP = "intel";

    /** For one check of everything. */
    private static final Duration CHECK = Duration.ofSeconds(60);

    /** Of more Receivers than this the check asks these many: it is to show that things work, in a minute. */
    private static final int MOST_CHECKED = 50;

    /** What failed may go well with another address, name or password. */
    static final class TryAnother extends Exception {
        TryAnother(String message) {
            super(message, null, false, false);
        }
    }

    private final InitOptions options;
    private final Path folder;
    private final Dialogue dialogue;
    private final PrintWriter out;
    private final PrintWriter err;
    private final InitInputs inputs;
    private final InitTrust trust;
    private final InitAsking asking = new InitAsking();
    private volatile StagedFiles staged;

    /** @param dialogue null = nobody can be asked */
    InitRun(InitOptions options, Path folder, Dialogue dialogue, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.folder = folder;
        this.dialogue = dialogue;
        this.out = out;
        this.err = err;
        this.inputs = new InitInputs(options, dialogue, err);
        this.trust = new InitTrust(options.accept, dialogue, out);
    }

    /** What was written, in a few lines. */
    List<Path> run() throws Exception {
        options.mustBeReadable();
        if (dialogue == null) {
            options.mustSayAll();
        }
        mustNotOverwrite(List.of(FILE));
        try (StagedFiles files = StagedFiles.beside(folder)) {
            staged = files;
            asking.goOn();
            EsmDraft esm = esm(null);
            MispDraft misp = misp(null, esm != null);
            if (esm == null && misp == null) {
                throw new CommandFailure(
                        "freshwatch: there is nothing to watch without an ESM or a MISP; nothing was" + " written");
            }
            files.write(FILE, bytes(ConfigurationText.of(esm, misp, Instant.now())));
            mustNotOverwrite(files.names());
            ConfigAndRoutes prepared = validated();
            if (esm != null) {
                tellLoad(esm);
            }
            check(prepared, esm);
            List<Path> written =
                    files.names().stream().map(folder::resolve).sorted().toList();
            files.commit(options.force, FILE);
            return written;
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    "freshwatch: this user may not write " + e.getFile() + "; name another folder with --config DIR",
                    e);
        } catch (IOException e) {
            throw new CommandFailure("freshwatch: cannot write into " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Ends what is being asked, logs out, and deletes what was written so far.
     *
     * @return false where everything was in its place already; then it stays
     */
    boolean abandon() {
        asking.abandon();
        StagedFiles files = staged;
        if (files != null) {
            files.close();
        }
        return files == null || !files.isCommitted();
    }

    boolean isAbandoned() {
        return asking.isAbandoned();
    }

    private void mustNotOverwrite(List<String> names) throws CommandFailure {
        List<Path> taken = options.force ? List.of() : StagedFiles.taken(folder, names);
        if (!taken.isEmpty()) {
            String elsewhere =
                    folder.equals(ConfigAndRoutes.home().toAbsolutePath().normalize())
                            ? "this is Freshwatch's own folder; name another one: --config ~/watch"
                            : "name another folder with --config DIR, or replace it with --force";
            throw new CommandFailure("freshwatch: "
                    + taken.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + (taken.size() == 1 ? " is there already; " : " are there already; ") + elsewhere);
        }
    }

    private EsmDraft esm(EsmInput before) throws Exception {
        EsmInput input = inputs.esm(before);
        if (input == null) {
            return null;
        }
        try {
            ServerCertificate accepted = trust.settle(input.url(), "--esm");
            EsmDraft draft = new EsmDraft(ESM, input.url(), input.username(), accepted);
            stage(draft.passwordFile(), input.password());
            stage(draft.certificateFile(), accepted);
            DeviceList list = survey(
                    ConfigurationText.of(draft, null, Instant.now()),
                    input.url(),
                    "its Receivers",
                    OneShotCheck::devices);
            if (list.failure() != null) {
                throw new TryAnother("the ESM could not be asked: " + inOptions(list.failure()));
            }
            out.println("The ESM took the login of " + input.username() + ".");
            return new InitReceivers(dialogue, out).choose(draft, list.devices());
        } catch (TryAnother e) {
            return esm(again(e, input));
        }
    }

    private MispDraft misp(MispInput before, boolean hasEsm) throws Exception {
        MispInput input = inputs.misp(before, hasEsm);
        if (input == null) {
            return null;
        }
        try {
            ServerCertificate accepted = trust.settle(input.url(), "--misp");
            MispDraft draft = new MispDraft(MISP, input.url(), accepted, input.key() != null, input.adminKey() != null);
            stage(draft.keyFile(), input.key());
            stage(draft.adminKeyFile(), input.adminKey());
            stage(draft.certificateFile(), accepted);
            MispSurvey told = survey(
                    ConfigurationText.of(null, draft, Instant.now()),
                    input.url(),
                    "its version and workers",
                    OneShotCheck::surveys);
            if (told.failure() != null && (told.version() == null || told.reason() == Reason.UNAUTHORIZED)) {
                throw new TryAnother("the MISP could not be asked: " + inOptions(told.failure()));
            }
            out.println(
                    "MISP " + (told.version() == null ? "is not asked without a key" : told.version()) + workers(told));
            return draft.telling(told.version(), told.workers());
        } catch (TryAnother e) {
            return misp(again(e, input), hasEsm);
        }
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

    /** Where somebody can be asked, the same once more. */
    private <T> T again(TryAnother why, T input) throws CommandFailure {
        if (dialogue == null || isAbandoned()) {
            throw new CommandFailure("freshwatch: " + why.getMessage() + "; nothing was written", why);
        }
        out.flush();
        err.println(why.getMessage());
        err.println("Try again, or end it with Ctrl-C; nothing was written.");
        return input;
    }

    /** By names that were given, where there is no file yet. */
    private static String inOptions(String message) {
        return message.replace("esm." + ESM + ".url", "--esm")
                .replace("esm." + ESM + ".username", "--username")
                .replace("esm." + ESM + ".password", "--password-file")
                .replace("misp." + MISP + ".url", "--misp")
                .replace("misp." + MISP + ".key", "--key-file")
                .replace("misp." + MISP + ".admin-key", "--admin-key-file");
    }

    private void stage(String name, Secret secret) throws IOException {
        stage(name, secret == null ? null : bytes(secret.reveal() + "\n"));
    }

    private void stage(String name, ServerCertificate certificate) throws IOException {
        stage(name, certificate == null ? null : certificate.pem());
    }

    private void stage(String name, byte[] content) throws IOException {
        if (content == null) {
            staged.remove(name);
        } else {
            staged.write(name, content);
        }
    }

    /** Asks one platform what it has, by a configuration for this alone. */
    private <T> T survey(String text, URI url, String what, InitAsking.Questions<List<T>> questions) throws Exception {
        staged.write(FILE, bytes(text));
        ConfigAndRoutes draft = ConfigAndRoutes.read(staged.folder(), ConfigAndRoutes.home(), Map.of());
        err.println("Asking " + UrlHost.of(url) + " port " + UrlHost.portOrUsual(url) + " for " + what
                + " (for 60 s at most)");
        return asked(draft, questions).get(0);
    }

    private <T> T asked(ConfigAndRoutes configuration, InitAsking.Questions<T> questions) throws Exception {
        out.flush();
        try (Progress progress = new Progress(err, "asking")) {
            return asking.ask(configuration, questions);
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot ask: " + e.getMessage() + "; nothing was written", e);
        }
    }

    /** By the code of {@code validate}, with the routes that are in the folder already. */
    private ConfigAndRoutes validated() throws CommandFailure {
        ConfigAndRoutes prepared;
        try {
            prepared = ConfigAndRoutes.read(staged.folder(), folder, System.getenv());
        } catch (CommandFailure e) {
            throw new CommandFailure(e.getMessage() + "\nNothing was written.", e);
        }
        prepared.loaded().warnings().forEach(warning -> err.println("warning: " + warning.text()));
        return prepared;
    }

    private void tellLoad(EsmDraft esm) {
        int receivers = esm.chosen().size();
        out.println("Load on the ESM: " + PlatformLoad.words(receivers));
        if (PlatformLoad.isMuch(receivers)) {
            out.println("That is much: choose fewer Receivers, or write esm." + esm.name()
                    + ".every=30m and longer limits.");
        }
    }

    private void check(ConfigAndRoutes prepared, EsmDraft esm) throws Exception {
        err.println("Checking once (for 60 s at most)");
        List<Finding> findings = asked(prepared, check -> check.check(CHECK, some(esm)));
        out.print(CheckTable.of(findings, dialogue == null ? Ansi.OFF : Ansi.AUTO));
        if (esm != null && esm.chosen().size() > MOST_CHECKED) {
            out.println("Of " + esm.chosen().size() + " Receivers " + MOST_CHECKED
                    + " were checked; freshwatch check asks for all.");
        }
    }

    private static CheckFilter some(EsmDraft esm) {
        if (esm == null || esm.chosen().size() <= MOST_CHECKED) {
            return CheckFilter.ALL;
        }
        String prefix = "esm/" + esm.name() + "/";
        List<String> globs = new ArrayList<>(
                List.of("misp/*", "service/*", prefix + "session", prefix + "clock", prefix + "alarms"));
        esm.chosen().stream().sorted().limit(MOST_CHECKED).forEach(id -> globs.add(prefix + "events/" + id));
        return CheckFilter.of(globs);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
