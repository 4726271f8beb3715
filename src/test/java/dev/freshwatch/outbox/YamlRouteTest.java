package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transaction, the component and its parameters, as an operator writes them. */
class YamlRouteTest {

    private static final String ROUTES =
            """
            - route:
                id: address
                from:
                  uri: direct:notices
                  steps:
                    - policy:
                        ref: oneTransaction
                        steps:
                          - split:
                              expression:
                                simple:
                                  expression: ${body}
                              stopOnException: true
                              steps:
                                - choice:
                                    when:
                                      - expression:
                                          simple:
                                            expression: ${body.recovery}
                                        steps:
                                          - to:
                                              uri: outbox:told
                                    otherwise:
                                      steps:
                                        - to:
                                            uri: outbox:syslog
                                        - to:
                                            uri: outbox:mail
            - route:
                id: sink-syslog
                from:
                  uri: outbox:syslog
                  parameters:
                    concurrency: 1
                    tryLimit: 30s
                  steps:
                    - removeHeaders:
                        pattern: "*"
                    - bean:
                        ref: arrived
                        method: add
            """;

    @TempDir
    Path folder;

    /** Takes what arrives. */
    public static final class Arrived {
        private final List<String> ids = new CopyOnWriteArrayList<>();

        public void add(dev.freshwatch.alert.Notice notice) {
            ids.add(notice.id());
        }
    }

    @Test
    void problemAndRecoveryGoTheirWay() throws Exception {
        Arrived arrived = new Arrived();
        try (Desk client =
                new Desk(folder, FailureRule.TRY_AGAIN, Desk.QUICK, java.time.InstantSource.system(), Set.of("mail"))) {
            client.context.getRegistry().bind("arrived", arrived);
            Resource file = ResourceHelper.fromString("routes.camel.yaml", ROUTES);
            PluginHelper.getRoutesLoader(client.context).loadRoutes(file);
            client.start();
            client.template.sendBody(
                    "direct:notices",
                    List.of(
                            Notices.notice("n1", "a/b/c", Kind.PROBLEM, "e1"),
                            Notices.notice("n2", "a/b/c", Kind.RECOVERY, "e1"),
                            Notices.notice("n3", "a/b/d", Kind.RECOVERY, "untold")));
            await().until(() -> arrived.ids.size() == 2);
            assertThat(arrived.ids).containsExactly("n1", "n2");
            await().until(() -> DeliveryTable.backlog(client.store).isEmpty());
        }
    }
}
