package dev.freshwatch.cli;

import dev.freshwatch.cluster.ClusterQuery;
import dev.freshwatch.cluster.NodeReport;
import dev.freshwatch.report.Status;
import dev.freshwatch.report.StatusJson;
import dev.freshwatch.report.StatusTable;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows all checks, open problems, silences, acknowledgements and waiting notices. Contacts no platform. */
@Command(
        name = "status",
        description = "Shows all checks with their last results, bad ones first; open problems and since when, what is"
                + " silenced and acknowledged, and what waits in each outbox. Asks no platform; works with or without a"
                + " running watch.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "3:state.… of the configuration is refused, or there is no store that can be read"})
final class StatusCommand implements Callable<Integer> {

    enum Output {
        table,
        json
    }

    @Mixin
    private ConfigOption config;

    @Option(names = "--problems", description = "Shows only open problems, silences and waiting notices.")
    private boolean problems;

    @Option(names = "--output", defaultValue = "table", description = "${COMPLETION-CANDIDATES} (default: table).")
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        AtomicReference<ConfigInForce> inForce = new AtomicReference<>();
        AtomicReference<NodeLines> nodes = new AtomicReference<>();
        Status status = StoreAccess.the(config, beside -> {
            inForce.set(ConfigInForce.of(beside, config.folder()));
            nodes.set(new NodeLines(new NodeReport(ClusterQuery.read(beside.store())), inForce.get()));
            beside.config()
                    .leftOut()
                    .forEach(fault -> spec.commandLine().getErr().println("warning: not shown: " + fault.text()));
            return Status.of(beside.view(), problems);
        });
        PrintWriter out = spec.commandLine().getOut();
        if (output == Output.json) {
            out.println(nodes.get().addTo(inForce.get().addTo(StatusJson.of(status))));
        } else {
            out.print(new StatusTable(status, ZoneId.systemDefault(), problems).text());
            nodes.get().lines(ZoneId.systemDefault()).forEach(out::println);
            inForce.get().lines(ZoneId.systemDefault(), nodes.get().stopped()).forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
