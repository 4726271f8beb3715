package dev.freshwatch.cli;

import dev.freshwatch.esm.Device;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.setup.ConfigurationText;
import dev.freshwatch.setup.EsmDraft;
import dev.freshwatch.setup.ReceiverChoice;
import dev.freshwatch.setup.ReceiverChoice.BadChoice;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows the Receivers of an ESM, numbered, and lets people choose. */
final class InitReceivers {

    /** A longer list is shown in part, unless somebody asks for more. */
    private static final int AT_ONCE = 60;

    private static final int PART = 20;

    private final Dialogue dialogue;
    private final PrintWriter out;

    /** @param dialogue null = nobody can be asked, and all are taken */
    InitReceivers(Dialogue dialogue, PrintWriter out) {
        this.dialogue = dialogue;
        this.out = out;
    }

    EsmDraft choose(EsmDraft esm, List<Device> devices) throws CommandFailure {
        if (devices.isEmpty()) {
            out.println(
                    "The ESM lists no Receivers for this account, which may lack the right to see them. Only alarms are"
                            + " watched.");
            return esm.watching(devices, false, Set.of());
        }
        out.println("The ESM has " + (devices.size() == 1 ? "1 Receiver:" : devices.size() + " Receivers:"));
        show(devices, "", devices.size() > AT_ONCE ? PART : devices.size());
        if (dialogue == null) {
            out.println("All that are not disabled on the ESM are watched.");
            return all(esm, devices);
        }
        if (devices.size() > AT_ONCE) {
            out.println(
                    "/TEXT shows those with this text in their name, or these digits in their id (at least 5); list shows all.");
        }
        while (true) {
            out.flush();
            String answer = dialogue.ask("Which ones to watch? (enter: all; or numbers such as 1-4,7): ");
            if (answer.startsWith("/")) {
                show(devices, answer.substring(1).strip().toLowerCase(Locale.ROOT), devices.size());
            } else if (answer.equalsIgnoreCase("list")) {
                show(devices, "", devices.size());
            } else if (ReceiverChoice.isAll(answer)) {
                return all(esm, devices);
            } else {
                try {
                    return these(esm, devices, ReceiverChoice.of(answer, devices.size()));
                } catch (BadChoice e) {
                    out.println(e.getMessage());
                }
            }
        }
    }

    private static EsmDraft all(EsmDraft esm, List<Device> devices) {
        return esm.watching(devices, true, ids(ConfigurationText.enabled(devices)));
    }

    private EsmDraft these(EsmDraft esm, List<Device> devices, Set<Integer> numbers) {
        List<Device> chosen = new ArrayList<>();
        numbers.forEach(number -> chosen.add(devices.get(number - 1)));
        chosen.stream()
                .filter(device -> Boolean.FALSE.equals(device.enabled()))
                .forEach(device -> out.println(device.name() + " (" + device.id()
                        + ") is disabled on the ESM; its check is critical until it is enabled"));
        return esm.watching(devices, false, ids(chosen));
    }

    private static Set<Long> ids(List<Device> devices) {
        return devices.stream().map(Device::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All ids of an ESM have a long beginning in common, so that few digits choose nothing. */
    private static boolean isMeant(Device device, String text) {
        boolean digits = text.matches("[0-9]{5,}");
        return device.name().toLowerCase(Locale.ROOT).contains(text)
                || (digits && Long.toString(device.id()).contains(text));
    }

    /** @param text in lower case; a Receiver without it in its name or id is left out */
    private void show(List<Device> devices, String text, int most) {
        int shown = 0;
        int left = 0;
        if (devices.stream().noneMatch(device -> isMeant(device, text))) {
            out.println("No Receiver has '" + PlainText.name(text) + "' in its name or id.");
            return;
        }
        out.println(String.format(Locale.ROOT, "%5s  %-20s  %-9s  %-8s  %s", "", "ID", "KIND", "ENABLED", "NAME"));
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            if (!isMeant(device, text)) {
                continue;
            }
            if (shown == most) {
                left++;
                continue;
            }
            shown++;
            String enabled = device.enabled() == null ? "?" : device.enabled() ? "yes" : "no";
            out.println(String.format(
                    Locale.ROOT,
                    "%5d  %-20d  %-9s  %-8s  %s",
                    i + 1,
                    device.id(),
                    device.kind(),
                    enabled,
                    device.name()));
        }
        if (left > 0) {
            out.println("       … and " + left + " more");
        }
    }
}
