package bench;

import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.WebhookReceiver.Hook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code kill -9} at random moments while Receivers turn and sinks refuse, hang, break off and lose their answers. A
 * Receiver turns in every third life of the watch, so that each turn is seen before the next one.
 */
final class KillBench {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern SUBJECT = Pattern.compile("\"subject\":\"esm/bench/events/(\\d+)\"");
    private static final Pattern KIND = Pattern.compile("\"kind\":\"([a-z]+)\"");

    private KillBench() {}

    public static void main(String[] arguments) {
        Options options = Options.of(arguments, Map.of("kills", "100", "receivers", "6", "seed", "0"));
        Bench.run(options.number("kills") * 60L + 120, () -> run(options));
    }

    private static void run(Options options) throws Exception {
        long seed = options.number("seed") == 0 ? System.nanoTime() % 1_000_000 : options.number("seed");
        Random random = new Random(seed);
        ScheduledExecutorService moods = Executors.newSingleThreadScheduledExecutor();
        try (SimEsm esm = new SimEsm();
                MailReceiver mail = new MailReceiver();
                WebhookReceiver webhook = new WebhookReceiver()) {
            List<SimDevice> devices = new ArrayList<>();
            for (int i = 1; i <= options.number("receivers"); i++) {
                SimDevice device = esm.appliance().addReceiver("ERC-" + i);
                device.events().live(Duration.ofSeconds(1), Duration.ZERO);
                devices.add(device);
            }
            moods.scheduleWithFixedDelay(() -> change(webhook.faults(), mail, random), 0, 700, TimeUnit.MILLISECONDS);
            Map<Long, Integer> turns = new LinkedHashMap<>();
            Product product = Product.start(keys(esm, mail, webhook), "");
            try {
                for (int kill = 0; kill < options.number("kills"); kill++) {
                    awaitWatching(product, kill + 1);
                    turn(devices, kill, turns);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(4500));
                    product = product.killedAndStartedAgain();
                    if (kill % 10 == 9) {
                        Bench.progress(kill + 1 + " kills");
                    }
                }
                awaitWatching(product, options.number("kills") + 1);
                moods.shutdownNow();
                moods.awaitTermination(10, TimeUnit.SECONDS);
                webhook.faults().clear();
                int all = turns.values().stream().mapToInt(Integer::intValue).sum();
                Bench.await(product, 90, () -> taken(webhook).size() >= all && mails(mail).size() >= all);
                product.end();
            } finally {
                product.close();
            }
            report(options, seed, turns, webhook, mail);
        }
    }

    private static Map<String, String> keys(SimEsm esm, MailReceiver mail, WebhookReceiver webhook) {
        Map<String, String> keys = Product.esm("bench", esm.url());
        keys.put("esm.bench.every", "1s");
        keys.put("esm.bench.alarms.enabled", "false");
        keys.put("esm.bench.events.error-after", "2s");
        keys.put("sink.webhook.enabled", "true");
        keys.put("sink.webhook.url", webhook.url().toString());
        keys.put("sink.webhook.request-timeout", "1s");
        keys.put("sink.mail.enabled", "true");
        keys.put("sink.mail.host", "127.0.0.1");
        keys.put("sink.mail.port", Integer.toString(mail.port()));
        keys.put("sink.mail.security", "none");
        keys.put("sink.mail.from", "freshwatch@soc.example");
        keys.put("sink.mail.to", "oncall@soc.example");
        // each turn is counted by itself
        keys.put("sink.mail.group", "false");
        return keys;
    }

    private static void change(SimFaults faults, MailReceiver mail, Random random) {
        List<SimFault> all = List.of(SimFault.status(503, "not now"), SimFault.close(), SimFault.reset(), SimFault.hang());
        faults.clear();
        int mood = random.nextInt(2 * all.size());
        if (mood < all.size()) {
            faults.always(SimFaults.ANY, all.get(mood));
        } else if (mood == all.size()) {
            mail.refuse(1, "DATA", "451 4.3.0 not now");
        }
    }

    private static void awaitWatching(Product product, int lives) throws Exception {
        if (!Bench.await(product, 50, () -> product.says("is watching") >= lives)) {
            throw new IllegalStateException("the watch does not come up\n" + product.tail(20));
        }
    }

    private static void turn(List<SimDevice> devices, int life, Map<Long, Integer> turns) {
        for (int i = life % 3; i < devices.size(); i += 3) {
            SimDevice device = devices.get(i);
            if (turns.merge(device.id(), 1, Integer::sum) % 2 == 1) {
                device.events().stop();
            } else {
                device.events().resume();
            }
        }
    }

    /** What the webhook's receiver has, whether its answer came or not. */
    private static List<Hook> hooks(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .filter(hook -> hook.accepted() || hook.status() == 0)
                .toList();
    }

    /** Kinds of the notices about Receivers by their ids, in the order in which they first came. */
    private static Map<String, String> taken(WebhookReceiver webhook) {
        Map<String, String> taken = new LinkedHashMap<>();
        hooks(webhook).forEach(hook -> {
            if (SUBJECT.matcher(hook.text()).find()) {
                taken.putIfAbsent(first(ID, hook.text()), first(SUBJECT, hook.text()) + " " + first(KIND, hook.text()));
            }
        });
        return taken;
    }

    private static Map<String, String> mails(MailReceiver mail) {
        Map<String, String> taken = new LinkedHashMap<>();
        mail.mails().all().stream()
                .filter(one -> one.header("X-Freshwatch-Check").startsWith("esm/bench/events/"))
                .forEach(one -> taken.putIfAbsent(
                        one.header("X-Freshwatch-Id"),
                        one.header("X-Freshwatch-Check").replace("esm/bench/events/", "") + " "
                                + one.header("X-Freshwatch-Kind")));
        return taken;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(pattern + " is not in " + text);
        }
        return matcher.group(1);
    }

    private static void report(
            Options options, long seed, Map<Long, Integer> turns, WebhookReceiver webhook, MailReceiver mail) {
        int all = turns.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Set<String>> bytes = new HashMap<>();
        hooks(webhook).forEach(hook ->
                bytes.computeIfAbsent(first(ID, hook.text()), any -> new HashSet<>()).add(hook.text()));
        Map<String, Integer> mailed = new HashMap<>();
        mail.mails().all().forEach(one -> mailed.merge(one.header("X-Freshwatch-Id"), 1, Integer::sum));
        long repeatedMails = mail.mails().count() - mailed.size();
        Figures figures = new Figures();
        figures.title(options.number("kills") + " times kill -9, " + turns.size() + " Receivers, seed " + seed);
        figures.tell("turns of Receivers", all, "");
        figures.atMost("turns that the webhook was not told", all - taken(webhook).size(), 0, "");
        figures.atMost("turns that were not mailed", all - mails(mail).size(), 0, "");
        figures.atMost("out of order at the webhook", outOfOrder(taken(webhook)), 0, "");
        figures.atMost("out of order in the mail", outOfOrder(mails(mail)), 0, "");
        figures.tell("tries of the webhook", webhook.hooks().count(), "");
        figures.tell("repeats at the webhook, with lost answers", hooks(webhook).size() - bytes.size(), "");
        figures.atMost(
                "ids that came with other bytes",
                bytes.values().stream().filter(texts -> texts.size() > 1).count(),
                0,
                "");
        figures.tell("repeated mails", repeatedMails, "");
        figures.atMost("repeated mails / kills", (double) repeatedMails / options.number("kills"), 1, "");
        figures.end();
    }

    /** Each Receiver's notices are problem, recovery, problem … */
    private static long outOfOrder(Map<String, String> kinds) {
        Map<String, Integer> seen = new HashMap<>();
        long wrong = 0;
        for (String kind : kinds.values()) {
            String[] parts = kind.split(" ");
            boolean odd = seen.merge(parts[0], 1, Integer::sum) % 2 == 1;
            if (!parts[1].equals(odd ? "problem" : "recovery")) {
                wrong++;
            }
        }
        return wrong;
    }
}
