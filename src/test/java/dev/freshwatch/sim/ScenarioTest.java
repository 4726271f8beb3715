package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.sim.misp.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    @Test
    void beginsHealthyThenLetsAWorkerDieAndAReceiverFallSilent() {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Scenario scenario = new Scenario(told::add)) {
            Appliance appliance = scenario.esm().appliance();
            assertThat(appliance.receivers())
                    .extracting(SimDevice::name)
                    .containsExactly("ERC-1", "ERC-2", "ERC-3", "ELM-1");
            assertThat(appliance.receivers()).allMatch(receiver -> age(appliance, receiver) < 2);
            Workers workers = scenario.misp().workers();
            assertThat(workers.queueNames())
                    .allMatch(queue -> !workers.pids(queue).isEmpty());
            scenario.start();
            await().until(() -> workers.pids("email").isEmpty());
            assertThat(told).anyMatch(line -> line.contains("email"));
            SimDevice quiet = appliance.receivers().get(1);
            await().until(() -> age(appliance, quiet) >= 2);
            assertThat(told).contains("ERC-2 stops receiving events");
        }
    }

    private static long age(Appliance appliance, SimDevice receiver) {
        Instant now = appliance.now();
        TimeRange hour = new TimeRange(now.minusSeconds(3600), now.plusSeconds(1));
        return Duration.between(receiver.events().newest(hour, 1).get(0), now).toSeconds();
    }
}
