package dev.freshwatch.cli;

import dev.freshwatch.config.EsmLoad;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.setup.ConfigurationText;
import dev.freshwatch.setup.ConnectionDraft;
import dev.freshwatch.setup.EsmDraft;
import dev.freshwatch.setup.MispDraft;
import dev.freshwatch.setup.StagedFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * One run of {@code init}: asks the platforms, writes a configuration beside its final place, validates and tries it there,
 * and only then moves it. {@link #abandon} may come from another thread at any time.
 */
final class InitRun {

    /** Time limit for checking everything once. */
    private static final Duration CHECK = Duration.ofSeconds(60);

    /** At most this many Receivers are checked, which shows within a minute that everything works. */
    private static final int MOST_CHECKED = 50;

    private final InitOptions options;
    private final InitTarget target;
    private final Dialogue dialogue;
    private final PrintWriter out;
    private final PrintWriter err;
    private final InitAsking asking = new InitAsking();
    private ConnectionDraft connection;
    private volatile StagedFiles staged;

    /** @param dialogue null = nobody can be asked */
    InitRun(InitOptions options, Path folder, Dialogue dialogue, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.target = new InitTarget(folder, options.force);
        this.dialogue = dialogue;
        this.out = out;
        this.err = err;
    }

    /** Returns the files that were written. */
    List<Path> run() throws Exception {
        options.mustBeReadable();
        connection = options.connection();
        if (dialogue == null) {
            options.mustSayAll();
        }
        target.mustBeFree(List.of(InitTarget.FILE));
        asking.unlessAbandoned(() -> staged = StagedFiles.beside(target.folder()));
        try (StagedFiles files = staged) {
            return run(files);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    "freshwatch: this user may not write to " + e.getFile() + "; name another folder with --config DIR",
                    e);
        } catch (IOException e) {
            throw new CommandFailure("freshwatch: cannot write into " + target.folder() + ": " + e.getMessage(), e);
        }
    }

    private List<Path> run(StagedFiles files) throws Exception {
        InitPlatforms platforms = new InitPlatforms(options, connection, target, dialogue, asking, files, out, err);
        EsmDraft esm = platforms.esm();
        MispDraft misp = platforms.misp(esm != null);
        if (esm == null && misp == null) {
            throw new CommandFailure(
                    "freshwatch: without an ESM or a MISP there is nothing to watch; nothing was written");
        }
        String text = ConfigurationText.of(connection, esm, misp, Instant.now());
        files.write(InitTarget.FILE, text.getBytes(StandardCharsets.UTF_8));
        ConfigAndRoutes prepared = validated(files);
        if (esm != null) {
            tellLoad(esm);
        }
        check(prepared, esm);
        List<Path> written =
                files.names().stream().map(target.folder()::resolve).sorted().toList();
        files.commit(options.force, InitTarget.FILE);
        return written;
    }

    /**
     * Abandons what is being asked, logs out, and deletes what was written so far.
     *
     * @return false if everything was already in its final place, where it stays
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

    /** Validates as {@code validate} does, with the routes that are already in the folder. */
    private ConfigAndRoutes validated(StagedFiles files) throws CommandFailure {
        ConfigAndRoutes prepared;
        try {
            prepared = ConfigAndRoutes.read(files.folder(), target.folder(), System.getenv());
        } catch (CommandFailure e) {
            throw new CommandFailure(e.getMessage() + "\nNothing was written.", e);
        }
        prepared.loaded().warnings().forEach(warning -> err.println("warning: " + warning.text()));
        return prepared;
    }

    private void tellLoad(EsmDraft esm) {
        EsmLoad load = EsmLoad.byDefault(esm.chosen().size());
        out.println("Load on the ESM: " + load.words());
        if (load.isMuch()) {
            out.println("That is a lot: choose fewer Receivers, or set esm." + esm.name()
                    + ".every=30m, with longer limits.");
        }
    }

    private void check(ConfigAndRoutes prepared, EsmDraft esm) throws Exception {
        out.flush();
        err.println("Checking once (for 60 s at most)");
        List<Finding> findings = asking.ask(prepared, err, check -> check.check(CHECK, some(esm)));
        out.print(CheckTable.of(findings, dialogue == null ? Ansi.OFF : Ansi.AUTO));
        if (esm != null && esm.chosen().size() > MOST_CHECKED) {
            out.println(MOST_CHECKED + " of " + esm.chosen().size()
                    + " Receivers were checked; freshwatch check checks all.");
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
}
