package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.Freshwatch;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.sim.Device;
import dev.freshwatch.sim.Fault;
import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.SimEsm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EsmFaultTableTest {

    static final Map<String, String> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put("login", "login");
        PLACES.put("clock", "essmgtGetESSTime");
        PLACES.put("devices", "devGetDeviceList");
        PLACES.put("alarms", "alarmGetTriggeredAlarms");
        PLACES.put("execute", "qryExecuteDetail");
        PLACES.put("status", "qryGetStatus");
        PLACES.put("results", "qryGetResults");
        PLACES.put("close", "qryClose");
    }

    static Fault fault(String word) {
        return switch (word) {
            case "hang" -> Fault.hang();
            case "drip-head" -> new Fault.Drip(Duration.ofSeconds(1), true);
            case "drip-body" -> new Fault.Drip(Duration.ofSeconds(1), false);
            case "reset" -> Fault.reset();
            case "close" -> Fault.close();
            case "truncate" -> Fault.truncate();
            case "html" -> page(200, "<!DOCTYPE html><html><body>Welcome</body></html>");
            case "html-maintenance" -> Fault.html();
            case "empty" -> Fault.empty();
            case "garbage" -> Fault.garbage();
            case "401-once", "401" -> Fault.unauthorized();
            case "403" -> Fault.forbidden();
            case "429" -> Fault.retryAfter(429, "3600");
            case "503" -> Fault.retryAfter(503, "3600");
            case "500" -> Fault.status(500, "Error processing request, see server logs for more details");
            case "500-maintenance" -> page(500, "<html><body>The system is down for Maintenance</body></html>");
            default -> throw new IllegalArgumentException(word);
        };
    }

    static Fault page(int status, String html) {
        return new Fault.Instead(new HttpAnswer(status, List.of(Map.entry("Content-Type", "text/html")), html.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"hang", "drip-head", "drip-body", "reset", "close", "truncate", "html", "html-maintenance", "empty", "garbage", "401-once", "401", "403", "429", "503", "500", "500-maintenance"})
    void probe(String word, @TempDir Path directory) throws Exception {
        for (boolean warm : new boolean[] {false, true}) {
        Folder folder = new Folder(directory);
        Map<String, SimEsm> esms = new LinkedHashMap<>();
        for (String place : PLACES.keySet()) {
            SimEsm esm = new SimEsm();
            Device one = esm.appliance().addReceiver("ERC-1");
            Device two = esm.appliance().addReceiver("ERC-2");
            one.events().live(Duration.ofSeconds(1), Duration.ZERO);
            two.events().live(Duration.ofSeconds(1), Duration.ZERO);
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            folder.esm(place, esm).receivers(place, one, two).set("esm." + place + ".login", "base64");
            esms.put(place, esm);
        }
        try (Freshwatch asking = folder.ask()) {
            if (warm) {
                asking.questioning().check(Duration.ofSeconds(8), c -> true);
            }
            esms.forEach((place, esm) -> {
                long id = esm.appliance().receivers().get(0).id();
                String command = PLACES.get(place);
                if (warm && place.equals("login")) esm.sessions().expire();
                int times = word.endsWith("once") ? 1 : Integer.MAX_VALUE;
                if (command.startsWith("qry")) esm.faults().next(times, command, id, fault(word));
                else esm.faults().next(times, command, fault(word));
            });
            long start = System.nanoTime();
            List<Finding> findings = asking.questioning().check(Duration.ofSeconds(8), c -> true);
            long took = (System.nanoTime() - start) / 1_000_000;
            StringBuilder line = new StringBuilder(word + (warm ? " warm " : " cold ") + took + "ms");
            for (String place : PLACES.keySet()) {
                line.append("\n    ").append(place).append(": ");
                for (Finding f : findings) {
                    if (f.check().platform().equals("esm/" + place) && f.state() != dev.freshwatch.freshness.State.OK) {
                        line.append(f.check().value().replaceFirst("esm/[a-z]+/", "")).append('=').append(f.state()).append('/').append(f.reason()).append(" [").append(f.text()).append("] ");
                    }
                }
                SimEsm esm = esms.get(place);
                line.append(" openq=").append(esm.queries().open()).append(" sess=").append(esm.sessions().open()).append(" viol=").append(esm.violations());
                esm.faults().clear();
            }
            start = System.nanoTime();
            findings = asking.questioning().check(Duration.ofSeconds(8), c -> true);
            took = (System.nanoTime() - start) / 1_000_000;
            line.append("\n  after " + took);
                for (Finding f : findings) {
                    if (f.state() != dev.freshwatch.freshness.State.OK) {
                        line.append(f.check()).append('=').append(f.state()).append('/').append(f.reason()).append(" ");
                    }
                }
            for (String place : PLACES.keySet()) {
                SimEsm esm = esms.get(place);
                if (esm.queries().open() > 0 || esm.sessions().open() != 1)
                line.append("\n    ").append(place).append(" openq=").append(esm.queries().open()).append(" sess=").append(esm.sessions().open());
            }
            System.out.println(line);
        }
        esms.forEach((place, esm) -> { if (esm.sessions().open() > 0 || !esm.violations().isEmpty()) System.out.println("  end " + place + " sess=" + esm.sessions().open() + " " + esm.violations()); esm.close();});
        }
    }
}
