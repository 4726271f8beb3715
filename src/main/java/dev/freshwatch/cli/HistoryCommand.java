package dev.freshwatch.cli;

import dev.freshwatch.cli.TimeOption.Given;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.report.CheckResolver;
import dev.freshwatch.report.CheckSpans;
import dev.freshwatch.report.HistoryCsv;
import dev.freshwatch.report.HistoryJson;
import dev.freshwatch.report.HistoryRange;
import dev.freshwatch.report.HistoryTable;
import dev.freshwatch.report.NoSuchCheck;
import dev.freshwatch.samples.SampleHistory;
import dev.freshwatch.samples.SampleStore;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The history of a check. Reads the store and the history beside it alone. */
@Command(
        name = "history",
        description = "Shows the history of a check: its states, the age of its newest record and its response times,"
                + " step by step. Contacts nobody; works with and without a running watch.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:shown, even if there are no samples of that time",
            "3:there is no such check, more than one, or no store that can be read"
        })
final class HistoryCommand implements Callable<Integer> {

    /** What fits on a screen. */
    private static final int ROWS = 60;

    enum Output {
        table,
        json,
        csv
    }

    @Mixin
    private ConfigOption config;

    @Parameters(
            paramLabel = "CHECK",
            description = "Its id, its name or a glob that matches it alone, such as esm/soc/alarms or 'ERC-1 events'.")
    private String check;

    @Option(
            names = "--from",
            defaultValue = "1d",
            paramLabel = "TIME",
            description =
                    "2026-11-20T17:00:00Z; 2026-11-20T17:00 or 2026-11-20, in the zone of this machine; or 2d, back"
                            + " from now (default: 1d).")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "As --from; a day stands for its end (default: now).")
    private String to;

    @Option(
            names = "--step",
            converter = DurationOption.class,
            paramLabel = "DURATION",
            description = "Time of a row, such as 5m or 1d (default: one that makes up to 60 rows).")
    private Duration step;

    @Option(names = "--output", defaultValue = "table", description = "${COMPLETION-CANDIDATES} (default: table).")
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        return StoreAccess.the(config, this::show);
    }

    private int show(StoreAccess beside) throws CommandFailure, NoSuchCheck {
        HistoryRange range = range(beside.store().clock().instant(), ZoneId.systemDefault());
        List<Look> looks = LookTable.all(beside.store());
        try (SampleHistory samples = SampleStore.reader(beside.config().state())) {
            CheckId id = resolve(looks, samples);
            String name = looks.stream()
                    .filter(look -> look.check().equals(id))
                    .map(look -> look.finding().name())
                    .findFirst()
                    .orElse(null);
            print(CheckSpans.read(samples, id, name, range), samples.checks().contains(id));
        }
        return 0;
    }

    private HistoryRange range(Instant now, ZoneId zone) throws CommandFailure {
        TimeOption times = new TimeOption(zone);
        Given begin = times.parse("--from", from, now, false);
        Instant end = to == null ? now : times.parse("--to", to, now, true).time();
        try {
            if (!begin.time().isBefore(end)) {
                throw new CommandFailure(
                        "freshwatch: --from " + from + " is not before --to " + (to == null ? "(now)" : to));
            }
            Duration width = step == null ? HistoryRange.step(Duration.between(begin.time(), end), ROWS) : step;
            Instant start = begin.isBack() ? HistoryRange.floor(begin.time(), width, zone) : begin.time();
            return new HistoryRange(start, end, width, zone);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("freshwatch: --step: " + e.getMessage(), e);
        }
    }

    /** A check that is gone may have a history still. */
    private CheckId resolve(List<Look> looks, SampleHistory samples) throws NoSuchCheck {
        try {
            return new CheckResolver(looks).resolve(check);
        } catch (NoSuchCheck e) {
            return samples.checks().stream()
                    .filter(sampled -> sampled.value().equals(check))
                    .findFirst()
                    .orElseThrow(() -> e);
        }
    }

    private void print(CheckSpans history, boolean sampled) {
        PrintWriter out = spec.commandLine().getOut();
        if (history.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            sampled
                                    ? "There are no samples of that time: nobody looked, or they have been deleted."
                                    : "There are no samples of this check yet. A running watch keeps them with the step"
                                            + " samples of routes/judge.camel.yaml, and writes them every 10 s.");
        }
        switch (output) {
            case json -> out.println(HistoryJson.of(history));
            case csv -> out.print(HistoryCsv.of(history));
            default -> out.print(history.isEmpty() ? "" : new HistoryTable(history, ZoneId.systemDefault()).text());
        }
        out.flush();
    }
}
