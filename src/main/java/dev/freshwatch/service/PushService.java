package dev.freshwatch.service;

import dev.freshwatch.config.Secret;
import dev.freshwatch.files.PrivateFiles;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code service-push}: a job that must report in. The time of its last report is that of a file, so it survives
 * restarts, and anything that can touch a file can report. Symbolic links are not followed: only the job's own file
 * counts.
 *
 * @param places its files
 * @param token  with which it may report over HTTP; null = not at all
 */
record PushService(Question question, Duration every, Places places, Secret token) implements SingleService {

    private static final Logger LOG = LoggerFactory.getLogger(PushService.class);

    /**
     * The files of one job.
     *
     * @param report      its time is that of the last report
     * @param since       its time is when the check was first configured: until the limit has passed once, no report is
     *                    missing
     * @param olderReport where older versions looked for reports; null = nowhere else
     * @param olderSince  where older versions stored the time of {@code since}
     */
    record Places(Path report, Path since, Path olderReport, Path olderSince) {}

    @Override
    public Optional<String> askedHost() {
        return Optional.empty();
    }

    @Override
    public Observation observe(ServiceTools tools) {
        Instant now = tools.clock().instant();
        try {
            Optional<Instant> newest = time(places.report);
            if (places.olderReport != null) {
                Optional<Instant> older = older(places.olderReport);
                newest = newest.isEmpty() || (older.isPresent() && older.get().isAfter(newest.get())) ? older : newest;
            }
            return newest.isPresent() ? new Seen(newest.get(), now, null) : neverReported(now);
        } catch (LinkFound e) {
            return new Unanswered(
                    Reason.FAILED, "the report file is a symbolic link, and links are not followed", null);
        } catch (IOException e) {
            return new Unanswered(Reason.FAILED, "the report file cannot be accessed", null);
        }
    }

    private static final class LinkFound extends IOException {
        private static final long serialVersionUID = 1L;

        LinkFound() {
            super("the report file is a symbolic link, and links are not followed");
        }
    }

    /** Returns empty if there is no such file. */
    private static Optional<Instant> time(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                throw new LinkFound();
            }
            return Optional.of(attributes.lastModifiedTime().toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Observation neverReported(Instant now) {
        Duration limit = question.limits().largest();
        try {
            Optional<Instant> since = time(places.since).or(() -> older(places.olderSince));
            Instant due = since.orElse(now).plus(limit);
            return now.isBefore(due) ? firstDue(Duration.between(now, due)) : new Nothing(null, null);
        } catch (IOException e) {
            return new Unanswered(Reason.FAILED, "the file with its start time cannot be accessed", null);
        }
    }

    /** Reads a file of older versions: a problem with it says nothing about the job. */
    private static Optional<Instant> older(Path file) {
        try {
            return time(file);
        } catch (IOException e) {
            LOG.debug("{} cannot be accessed: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static Observation firstDue(Duration left) {
        return new Answered("no report yet; the first is due within " + Ages.words(left), null);
    }

    /** Stores that the check exists from now on, unless that is known; and creates the folder for its reports. */
    void begin(Instant now) throws IOException {
        PrivateFiles.makeFolder(places.since.resolve("..").normalize());
        Instant since = older(places.olderSince).orElse(now);
        if (PrivateFiles.makeFile(places.since)) {
            Files.setLastModifiedTime(places.since, FileTime.from(since));
        }
        forget(places.olderSince);
        Path folder = places.report.resolve("..").normalize();
        try {
            PrivateFiles.makeFolder(folder);
        } catch (IOException e) {
            LOG.warn(
                    "{}: cannot create the folder {} for its reports: {}. Create it, writable for the job",
                    question.check(),
                    folder,
                    e.toString());
        }
        if (places.olderReport != null && Files.exists(places.olderReport)) {
            LOG.warn(
                    "{}: its last report is {}, in the folder of the store. Let the job touch {} from now on, and remove"
                            + " the old file",
                    question.check(),
                    places.olderReport,
                    places.report);
        }
    }

    /**
     * The job has reported, as if it had touched its file.
     *
     * @throws IOException if its file cannot be created or changed, or is a symbolic link
     */
    void report(Instant at) throws IOException {
        PrivateFiles.makeFile(places.report);
        BasicFileAttributeView file =
                Files.getFileAttributeView(places.report, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (file.readAttributes().isSymbolicLink()) {
            throw new LinkFound();
        }
        file.setTimes(FileTime.from(at), null, null);
    }

    private void forget(Path older) {
        try {
            Files.deleteIfExists(older);
        } catch (IOException e) {
            LOG.warn("{}: {} is no longer used, and cannot be deleted: {}", question.check(), older, e.toString());
        }
    }
}
