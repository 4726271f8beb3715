package dev.freshwatch.service;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code service-push}: a job that must report in. Its last report is the time of a file, so it outlives restarts, and
 * whatever can touch a file can report.
 *
 * @param file  its time is the last report
 * @param since its time is when the check was first there: before the limit has passed once there is nothing to miss
 */
record PushService(Question question, Duration every, Path file, Path since) implements Service {

    @Override
    public Optional<String> askedHost() {
        return Optional.empty();
    }

    @Override
    public Observation look(Tools tools) {
        Instant now = tools.clock().instant();
        try {
            return new Seen(Files.getLastModifiedTime(file).toInstant(), now, null);
        } catch (NoSuchFileException e) {
            return neverReported(now);
        } catch (IOException e) {
            return new Unanswered(Reason.FAILED, "the file of its reports can not be looked at", null);
        }
    }

    private Observation neverReported(Instant now) {
        try {
            Duration limit = question.limits().largest();
            Instant due = Files.getLastModifiedTime(since).toInstant().plus(limit);
            return now.isBefore(due) ? firstDue(Duration.between(now, due)) : new Nothing(null, null);
        } catch (NoSuchFileException e) {
            return firstDue(question.limits().largest());
        } catch (IOException e) {
            return new Unanswered(Reason.FAILED, "the file of its beginning can not be looked at", null);
        }
    }

    private static Observation firstDue(Duration left) {
        return new Answered("no report yet; the first is due within " + Ages.words(left), null);
    }

    /** Remembers that the check is there from now on, unless that is known. */
    void begin(Instant now) throws IOException {
        Files.createDirectories(since.resolve("..").normalize());
        Files.createDirectories(file.resolve("..").normalize());
        try {
            Files.setLastModifiedTime(Files.createFile(since), FileTime.from(now));
        } catch (FileAlreadyExistsException e) {
            // as it should be from the second start on
        }
    }
}
