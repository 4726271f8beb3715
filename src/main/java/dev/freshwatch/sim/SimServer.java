package dev.freshwatch.sim;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A simulated ESM as a process of its own, for benches and journeys. Prints {@code control <url>} ({@link SimControl})
 * and {@code ready <url>}, and serves until its standard input ends. Arguments are pairs, {@code --receivers 40}; the
 * defaults are in the code.
 */
public final class SimServer {

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
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
        try (SimEsm esm = esm(options);
                SimControl control = new SimControl(Integer.parseInt(options.get("control-port")), esm)) {
            System.out.println("control " + control.url());
            System.out.println("ready " + esm.url());
            System.out.flush();
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new TreeMap<>(DEFAULTS);
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(name) || i + 1 == args.length) {
                throw new IllegalArgumentException("no option '" + args[i] + "' with a value; there are "
                        + new TreeMap<>(DEFAULTS).keySet() + ", not " + Arrays.toString(args));
            }
            options.put(name, args[i + 1]);
        }
        return options;
    }

    static SimEsm esm(Map<String, String> options) throws IOException, GeneralSecurityException {
        SSLContext tls = options.get("keystore").isEmpty()
                ? null
                : tls(Path.of(options.get("keystore")), options.get("keystore-password"));
        SimEsm esm = new SimEsm(
                Integer.parseInt(options.get("port")),
                tls,
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
        List<Device> receivers = new ArrayList<>(esm.appliance().receivers());
        Collections.shuffle(receivers, new Random(Long.parseLong(options.get("seed"))));
        long hanging = Math.round(Double.parseDouble(options.get("hang-share")) * receivers.size());
        receivers.stream().limit(hanging).forEach(receiver -> esm.faults()
                .always(options.get("hang-command"), receiver.id(), Fault.hang()));
    }

    private static SSLContext tls(Path file, String password) throws IOException, GeneralSecurityException {
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
