package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.Reloads;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.WebhookReceiver.Hook;
import dev.freshwatch.store.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What asks for reloads, and when. */
class ReloadRequestsTest {

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> requests() {
        return new SideBySide(2)
                .add("however many arrive during a reload, one more follows", this::together)
                .add("a watch that ends waits for the reload that is under way", this::ending)
                .add("a sink that refuses a secret gets it from its changed file", this::secretOfSink)
                .add("a service keeps to its new pace", this::pace)
                .add("the same on PostgreSQL", this::postgresql)
                .tests();
    }

    private Folder folder(SimEsm esm) throws Exception {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(Files.createTempDirectory(directory, "config"))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all");
    }

    private static SimDevice receiver(SimEsm esm) {
        SimDevice receiver = esm.appliance().addReceiver("ERC-1");
        EventFlow.resume(receiver);
        return receiver;
    }

    private void together() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm);
            AtomicInteger read = new AtomicInteger();
            AtomicInteger taken = new AtomicInteger();
            CountDownLatch goOn = new CountDownLatch(1);
            try (WatchApp watch = folder.watch();
                    Reloads reloads = new Reloads(
                            watch,
                            () -> {
                                if (read.incrementAndGet() == 1) {
                                    awaitIt(goOn);
                                }
                                return folder.config();
                            },
                            config -> taken.incrementAndGet())) {
                reloads.request();
                await().until(() -> read.get() == 1);
                for (int i = 0; i < 20; i++) {
                    reloads.request();
                }
                goOn.countDown();
                await().until(() -> taken.get() == 2);
                reloads.request();
                await().until(() -> taken.get() == 3);
            }
            assertThat(read).hasValue(3);
            assertThat(esm.requests().of("login")).isLessThanOrEqualTo(1);
        }
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ending() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            receiver(esm);
            Folder folder = folder(esm);
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            WatchApp watch = folder.watch();
            await().until(() -> esm.requests().of("essmgtGetESSTime") > 0);
            CompletableFuture<List<String>> reload = CompletableFuture.supplyAsync(
                    () -> watch.reload(() -> {
                        reading.countDown();
                        awaitIt(goOn);
                        return folder.config();
                    }),
                    task -> new Thread(task, "reload").start());
            reading.await();
            CompletableFuture<Void> close =
                    CompletableFuture.runAsync(watch::close, task -> new Thread(task, "close").start());
            goOn.countDown();

            assertThat(reload.join()).isEmpty();
            close.join();
            assertThat(watch.reload(folder::config)).containsExactly("the watch ends");
            assertThat(esm.sessions().open()).isZero();
            assertThat(esm.requests().of("login")).isEqualTo(1);
            assertThat(esm.violations()).isEmpty();
        }
    }

    private void secretOfSink() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = receiver(esm);
            Folder folder = folder(esm).webhook(webhook).set("sink.webhook.header.Authorization", "{{file:token}}");
            Path token = Files.writeString(folder.path().resolve("token"), "Bearer old");
            webhook.faults().always(SimFaults.ANY, SimFault.status(401, "who are you?"));
            AtomicInteger taken = new AtomicInteger();
            try (WatchApp watch = folder.watch();
                    Reloads reloads = new Reloads(watch, folder::config, config -> taken.incrementAndGet())) {
                watch.reloadBy(reloads::request);
                Files.writeString(token, "Bearer renewed");
                EventFlow.stop(receiver);
                await().until(() -> taken.get() > 0);
                webhook.faults().clear();
                await().until(() -> webhook.hooks().all().stream().anyMatch(Hook::accepted));
            }
            assertThat(taken).hasValue(1);
            // the old one may be tried again before the file has been read
            assertThat(webhook.hooks().all())
                    .extracting(hook ->
                            hook.status() + " " + hook.request().headers().get("authorization"))
                    .startsWith("401 Bearer old")
                    .endsWith("202 Bearer renewed")
                    .doesNotContain("202 Bearer old");
            assertThat(webhook.hooks().all())
                    .extracting(Hook::text)
                    .containsOnly(webhook.hooks().all().get(0).text());
        }
    }

    private void pace() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (SimEsm esm = new SimEsm();
                ServerSocket service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread counting = new Thread(() -> count(service, asked), "service");
            counting.start();
            Folder folder = folder(esm).route("wiki.camel.yaml", wiki(service.getLocalPort(), "1h"));
            try (WatchApp watch = folder.watch()) {
                await().until(() -> asked.get() == 1);
                assertThat(folder.reload(watch)).isEmpty();
                assertThat(folder.route("wiki.camel.yaml", wiki(service.getLocalPort(), "2s"))
                                .reload(watch))
                        .isEmpty();
                await().until(() -> asked.get() >= 4);
                assertThat(folder.route("wiki.camel.yaml", wiki(service.getLocalPort(), "1h"))
                                .reload(watch))
                        .isEmpty();
            }
        }
    }

    private static String wiki(int port, String every) {
        return String.format(
                Locale.ROOT,
                """
                - templatedRoute:
                    routeTemplateRef: service-tcp
                    parameters:
                      - {name: name, value: wiki}
                      - {name: host, value: 127.0.0.1}
                      - {name: port, value: "%d"}
                      - {name: every, value: %s}
                      - {name: down-after, value: 1s}
                      - {name: delay, value: "1"}
                """,
                port,
                every);
    }

    private static void count(ServerSocket service, AtomicInteger asked) {
        try {
            while (true) {
                service.accept().close();
                asked.incrementAndGet();
            }
        } catch (IOException e) {
            // the test has ended
            Thread.currentThread().interrupt();
        }
    }

    private void postgresql() throws Exception {
        StateSettings state = PostgresServer.shared().freshSchema();
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = receiver(esm);
            Folder folder = folder(esm)
                    .webhook(webhook)
                    .set("esm.soc.events.error-after", "50m")
                    .set("state.url", state.url())
                    .set("state.username", state.username())
                    .set("state.password", state.password().reveal());
            try (WatchApp watch = folder.watch()) {
                EventFlow.stop(receiver);
                assertThat(folder.set("esm.soc.evry", "1s").reload(watch))
                        .singleElement()
                        .asString()
                        .contains("evry");
                assertThat(folder.unset("esm.soc.evry")
                                .set("esm.soc.events.error-after", "20m")
                                .reload(watch))
                        .isEmpty();
                await().until(() -> webhook.hooks().all().stream()
                        .anyMatch(hook -> hook.text().contains("esm/soc/events/" + receiver.id())));
                assertThat(folder.set("state.password", "another").reload(watch))
                        .singleElement()
                        .asString()
                        .contains("needs a restart");
            }
            assertThat(esm.requests().of("login")).isEqualTo(1);
        }
    }
}
