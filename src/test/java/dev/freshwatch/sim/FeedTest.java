package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FeedTest {

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final Feed feed = new Feed(() -> now);

    @Test
    void showsALiveStreamWithItsLag() {
        feed.live(Duration.ofSeconds(10), Duration.ofSeconds(3));
        assertThat(newestAge()).isEqualTo(Duration.ofSeconds(3));
        now = now.plusSeconds(9);
        assertThat(newestAge()).isEqualTo(Duration.ofSeconds(12));
        now = now.plusSeconds(1);
        assertThat(newestAge()).isEqualTo(Duration.ofSeconds(3));
        TimeRange hour = new TimeRange(now.minusSeconds(3600), now);
        assertThat(feed.count(hour)).isEqualTo(360);
        assertThat(feed.oldest(hour, 1)).containsExactly(now.minusSeconds(3593));
        assertThat(feed.newest(hour, 2)).containsExactly(now.minusSeconds(3), now.minusSeconds(13));
    }

    @Test
    void leavesAGapBetweenStopAndResume() {
        feed.live(Duration.ofSeconds(1), Duration.ZERO);
        now = now.plusSeconds(5);
        feed.stop();
        now = now.plusSeconds(60);
        assertThat(newestAge()).isEqualTo(Duration.ofSeconds(61));
        assertThat(feed.isLive()).isFalse();
        feed.resume();
        assertThat(newestAge()).isEqualTo(Duration.ZERO);
        TimeRange minute = new TimeRange(now.minusSeconds(60), now.plusSeconds(1));
        assertThat(feed.count(minute)).isEqualTo(1);
    }

    @Test
    void isAheadOfTheClockWithANegativeLag() {
        feed.live(Duration.ofSeconds(1), Duration.ofMinutes(-5));
        assertThat(newestAge()).isEqualTo(Duration.ofMinutes(-5));
    }

    private Duration newestAge() {
        TimeRange days = new TimeRange(now.minus(Duration.ofDays(3)), now).withFuture(now);
        return Duration.between(feed.newest(days, 1).get(0), now);
    }
}
