package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, secrets and session tokens stay inside, whatever is asked for. */
class SecretsIT {

    private static final String ESM_PASSWORD = "esm-Gx7!pQ{{env:HOME}}z";
    private static final String HOOK_SECRET = "hook-Vt4?mN";
    private static final String MAIL_PASSWORD = "mail-Kd9#sR";

    @TempDir
    Path directory;

    @Test
    void nothingComesOutNotEvenAtTrace() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.setUser("oncall@soc.example", "freshwatch", MAIL_PASSWORD);
        mail.start();
        try (WebhookReceiver webhook = new WebhookReceiver();
                SimEsm esm = new SimEsm(0, null, java.time.InstantSource.system(), SimEsm.USERNAME, ESM_PASSWORD)) {
            esm.appliance().addReceiver("ERC-1");
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            Folder folder = new Folder(directory)
                    .esm("soc", esm)
                    .set("esm.soc.receivers", "all")
                    .set("log.level", "trace")
                    .set("esm.soc.password", "{{env:ESM_PASSWORD}}")
                    .set("sink.mail.enabled", "true")
                    .set("sink.mail.host", "127.0.0.1")
                    .set("sink.mail.port", mail.getSmtp().getPort())
                    .set("sink.mail.security", "none")
                    .set("sink.mail.username", "freshwatch")
                    .set("sink.mail.password", "{{file:mail.password}}")
                    .set("sink.mail.from", "freshwatch@soc.example")
                    .set("sink.mail.to", "oncall@soc.example")
                    .set("sink.webhook.enabled", "true")
                    .set("sink.webhook.secret", "{{file:hook.secret}}")
                    .set("sink.webhook.header.Authorization", "Bearer {{file:hook.secret}}")
                    .set("sink.webhook.url", webhook.url());
            Files.writeString(folder.path().resolve("mail.password"), MAIL_PASSWORD + "\n");
            Files.writeString(folder.path().resolve("hook.secret"), HOOK_SECRET + "\n");
            Map<String, String> environment = Map.of("ESM_PASSWORD", ESM_PASSWORD);
            StringBuilder said = new StringBuilder();
            try (Launched run = Launched.start(folder, environment, "run").watching()) {
                await().atMost(Launched.PATIENCE)
                        .until(() -> mail.getReceivedMessages().length == 1
                                && webhook.hooks().count() == 1);
                assertThat(webhook.hooks().all().get(0).request().headers())
                        .containsKey("x-freshwatch-signature")
                        .containsEntry("authorization", "Bearer " + HOOK_SECRET);
                webhook.close();
                mail.stop();
                esm.sessions().expire();
                esm.sessions().password("another");
                run.saying("esm/soc/session critical unauthorized");
                said.append(run.commandLine());
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
                said.append(run.out()).append(run.err());
            }
            for (String command : List.of("check", "devices", "validate")) {
                try (Launched asked = Launched.start(folder, environment, command)) {
                    asked.exitCode();
                    said.append(asked.out()).append(asked.err());
                }
            }
            try (Stream<Path> files = Files.list(folder.path().resolve("state"))) {
                for (Path file : files.toList()) {
                    said.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
            for (String secret : List.of(ESM_PASSWORD, HOOK_SECRET, MAIL_PASSWORD)) {
                assertThat(said.indexOf(secret)).as(secret).isNegative();
                assertThat(said.indexOf(base64(secret)))
                        .as(secret + " in Base64")
                        .isNegative();
            }
            assertThat(said.indexOf("JWTToken=ey")).as("tokens of sessions").isNegative();
            assertThat(said.indexOf("eyJhbGciOiJIUzUxMiJ9"))
                    .as("tokens of sessions")
                    .isNegative();
            assertThat(said.indexOf(base64("\0freshwatch\0" + MAIL_PASSWORD)))
                    .as("AUTH PLAIN")
                    .isNegative();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
