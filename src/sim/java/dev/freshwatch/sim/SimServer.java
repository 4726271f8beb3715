package dev.freshwatch.sim;

import dev.freshwatch.sim.misp.Engine;
import dev.freshwatch.sim.misp.MispControl;
import dev.freshwatch.sim.misp.SimMisp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A simulated ESM or, with {@code --platform misp}, a MISP as a process of its own, for benchmarks, journeys and
 * experiments. Prints {@code control <url>} ({@link SimControl}, {@link MispControl}) and {@code ready <url>}, and
 * serves until its standard input ends. Arguments are pairs such as {@code --receivers 40}; the defaults are in the
 * code.
 */
public final class SimServer {

    private static final Map<String, String> DEFAULTS_OF_MISP = Map.ofEntries(
            Map.entry("platform", "misp"),
            Map.entry("port", "0"),
            Map.entry("path", ""),
            Map.entry("control-port", "0"),
            Map.entry("engine", "supervisor"),
            Map.entry("version", "2.5.1"),
            Map.entry("publish-every", "1m"),
            Map.entry("latency", "0s"),
            Map.entry("keystore", ""),
            Map.entry("keystore-password", "changeit"));

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("platform", "esm"),
            Map.entry("port", "0"),
            Map.entry("control-port", "0"),
            Map.entry("username", SimEsm.USERNAME),
            Map.entry("password", SimEsm.PASSWORD),
            Map.entry("version", "11.6.0"),
            Map.entry("receivers", "4"),
            Map.entry("query-duration", "0s"),
            Map.entry("query-cap", "1000000"),
            Map.entry("latency", "0s"),
            Map.entry("event-every", "1s"),
            Map.entry("event-lag", "0s"),
            Map.entry("alarm-every", "1s"),
            Map.entry("zone", "26"),
            Map.entry("hang-share", "0"),
            Map.entry("hang-command", "qryExecuteDetail"),
            Map.entry("seed", "1"),
            Map.entry("keystore", ""),
            Map.entry("keystore-password", "changeit"));

    private SimServer() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Map<String, String> options = options(args);
        if (options.get("platform").equals("misp")) {
            serveMisp(options);
            return;
        }
        try (SimEsm esm = esm(options);
                SimControl control = new SimControl(Integer.parseInt(options.get("control-port")), esm)) {
            serve(control.url(), esm.url());
        }
    }

    private static void serveMisp(Map<String, String> options) throws IOException, GeneralSecurityException {
        try (SimMisp misp = misp(options);
                MispControl control = new MispControl(Integer.parseInt(options.get("control-port")), misp)) {
            serve(control.url(), misp.url(), "key " + SimMisp.USER_KEY, "admin-key " + SimMisp.ADMIN_KEY);
        }
    }

    private static void serve(URI control, URI platform, String... more) throws IOException {
        System.out.println("control " + control);
        System.out.println("ready " + platform);
        List.of(more).forEach(System.out::println);
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static Map<String, String> options(String[] args) {
        boolean misp = Arrays.asList(args).contains("misp");
        Map<String, String> defaults = misp ? DEFAULTS_OF_MISP : DEFAULTS;
        Map<String, String> options = new TreeMap<>(defaults);
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (!defaults.containsKey(name) || i + 1 == args.length) {
                throw new IllegalArgumentException("no option '" + args[i] + "' with a value; there are "
                        + new TreeMap<>(defaults).keySet() + ", not " + Arrays.toString(args));
            }
            options.put(name, args[i + 1]);
        }
        String platform = options.get("platform");
        if (!platform.equals("esm") && !platform.equals("misp")) {
            throw new IllegalArgumentException("no platform '" + platform + "'; there are esm and misp");
        }
        return options;
    }

    /** Returns a healthy MISP with an event that is republished regularly. */
    private static SimMisp misp(Map<String, String> options) throws IOException, GeneralSecurityException {
        SimMisp misp = new SimMisp(
                Integer.parseInt(options.get("port")),
                tls(options),
                Engine.valueOf(options.get("engine").toUpperCase(Locale.ROOT)),
                options.get("version"),
                InstantSource.system(),
                System::nanoTime,
                options.get("path"));
        misp.behaviour().latency(DurationWord.parse(options.get("latency")));
        misp.events().live(DurationWord.parse(options.get("publish-every")));
        return misp;
    }

    static SimEsm esm(Map<String, String> options) throws IOException, GeneralSecurityException {
        SimEsm esm = new SimEsm(
                Integer.parseInt(options.get("port")),
                tls(options),
                InstantSource.system(),
                options.get("username"),
                options.get("password"));
        esm.behaviour()
                .version(options.get("version"))
                .queryDuration(DurationWord.parse(options.get("query-duration")))
                .queryCap(Integer.parseInt(options.get("query-cap")))
                .latency(DurationWord.parse(options.get("latency")));
        Appliance appliance = esm.appliance().zone(Integer.parseInt(options.get("zone")));
        Duration every = DurationWord.parse(options.get("event-every"));
        Duration lag = DurationWord.parse(options.get("event-lag"));
        for (int i = 1; i <= Integer.parseInt(options.get("receivers")); i++) {
            appliance.addReceiver("ERC-" + i).events().live(every, lag);
        }
        appliance.alarms().stream().live(DurationWord.parse(options.get("alarm-every")), Duration.ZERO);
        hangSome(esm, options);
        return esm;
    }

    private static void hangSome(SimEsm esm, Map<String, String> options) {
        List<SimDevice> receivers = new ArrayList<>(esm.appliance().receivers());
        Collections.shuffle(receivers, new Random(Long.parseLong(options.get("seed"))));
        long hanging = Math.round(Double.parseDouble(options.get("hang-share")) * receivers.size());
        receivers.stream().limit(hanging).forEach(receiver -> esm.faults()
                .always(options.get("hang-command"), receiver.id(), SimFault.hang()));
    }

    /** Returns null for plain HTTP. */
    private static SSLContext tls(Map<String, String> options) throws IOException, GeneralSecurityException {
        if (options.get("keystore").isEmpty()) {
            return null;
        }
        Path file = Path.of(options.get("keystore"));
        String password = options.get("keystore-password");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
