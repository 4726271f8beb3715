package dev.freshwatch.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.OneShotCheck.DeviceList;
import dev.freshwatch.app.StartupException;
import dev.freshwatch.esm.Device;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the Receivers of each ESM. */
@Command(
        name = "devices",
        description = "Lists the Receivers of each ESM with the ids used in the configuration.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every ESM answered", "3:one did not, or the configuration is refused"})
final class DevicesCommand implements Callable<Integer> {

    enum Output {
        table,
        json
    }

    @Mixin
    private ConfigOption config;

    @Option(names = "--output", defaultValue = "table", description = "${COMPLETION-CANDIDATES} (default: table).")
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConfigAndRoutes prepared = config.read();
        Logging.quiet(prepared.loaded().settings().log());
        List<DeviceList> lists;
        try (Progress progress = new Progress(spec.commandLine().getErr(), "asking");
                OneShotCheck asking = OneShotCheck.open(prepared.loaded(), prepared.routes())) {
            lists = asking.devices();
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot ask: " + e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(output == Output.json ? json(lists) + System.lineSeparator() : table(lists));
        out.flush();
        lists.stream()
                .filter(list -> list.failure() != null)
                .forEach(list -> spec.commandLine().getErr().println("esm." + list.esm() + ": " + list.failure()));
        return lists.stream().allMatch(list -> list.failure() == null) ? 0 : Main.REFUSED;
    }

    private static String table(List<DeviceList> lists) {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-10s  %-20s  %-9s  %-8s  %s%n", "ESM", "ID", "KIND", "ENABLED", "NAME"));
        for (DeviceList list : lists) {
            for (Device device : list.devices()) {
                table.append(String.format(
                        Locale.ROOT,
                        "%-10s  %-20d  %-9s  %-8s  %s%n",
                        list.esm(),
                        device.id(),
                        device.kind(),
                        enabled(device),
                        device.name()));
            }
        }
        return table.toString();
    }

    private static String enabled(Device device) {
        return device.enabled() == null ? "?" : device.enabled() ? "yes" : "no";
    }

    /** Ids are text, because many JSON parsers cannot represent 64-bit numbers. */
    private static String json(List<DeviceList> lists) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        ArrayNode devices = report.putArray("devices");
        for (DeviceList list : lists) {
            for (Device device : list.devices()) {
                devices.addObject()
                        .put("esm", list.esm())
                        .put("id", String.valueOf(device.id()))
                        .put("name", device.name())
                        .put("kind", device.kind())
                        .put("enabled", device.enabled());
            }
        }
        return report.toString();
    }
}
