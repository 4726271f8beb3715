package dev.freshwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UptimeTest {

    @TempDir
    Path folder;

    @Test
    void isWhatTheMachineSaysAndGoesOnWhereThatCanNotBeReadForAWhile() throws IOException {
        Path file = folder.resolve("uptime");
        Files.writeString(file, "350735.47 234388.90\n");
        Uptime uptime = new Uptime(file);
        assertThat(uptime.get()).isEqualTo(Duration.ofMillis(350_735_470));

        Files.delete(file);
        assertThat(uptime.get())
                .isBetween(
                        Duration.ofMillis(350_735_470),
                        Duration.ofMillis(350_735_470).plusSeconds(60));
        Files.writeString(file, "nothing");
        assertThat(uptime.get()).isGreaterThanOrEqualTo(Duration.ofMillis(350_735_470));
    }

    @Test
    void isTheJvmsWhereTheMachineSaysNothing() {
        Duration before = Duration.ofNanos(System.nanoTime());
        assertThat(new Uptime(folder.resolve("none")).get()).isBetween(before, Duration.ofNanos(System.nanoTime()));
    }

    @Test
    void goesOnByItself() {
        Uptime uptime = new Uptime();
        Duration first = uptime.get();
        assertThat(uptime.get()).isGreaterThanOrEqualTo(first);
    }
}
