package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Texts;
import dev.freshwatch.files.PrivateFiles;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.PlainText;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which checks a user's own routes have promised to report, and how often: one small file each, kept across restarts.
 */
final class Expectations {

    private static final Logger LOG = LoggerFactory.getLogger(Expectations.class);
    private static final String PREFIX = "service/";

    private final Path folder;

    /** @param folder created when there is something to store */
    Expectations(Path folder) {
        this.folder = folder;
    }

    /**
     * A promise.
     *
     * @param subject the service as people know it
     */
    record Promise(CheckId check, String subject, Duration every) {}

    /** Stores it, in place of an earlier promise for the same check. */
    void keep(Promise promise) {
        Properties kept = new Properties();
        kept.setProperty("name", promise.subject());
        kept.setProperty("every", Texts.written(promise.every()));
        Path file = file(promise.check());
        try {
            StringWriter text = new StringWriter();
            kept.store(text, null);
            PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn(
                    "{}: cannot store that reports are expected; this will be forgotten at the next restart",
                    promise.check(),
                    e);
        }
    }

    void forget(CheckId check) {
        try {
            Files.deleteIfExists(file(check));
        } catch (IOException e) {
            LOG.warn("{}: cannot delete the stored promise of reports", check, e);
        }
    }

    /** Returns the promises of earlier runs. */
    List<Promise> all() throws IOException {
        List<Promise> promises = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return promises;
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                read(file, promises);
            }
        }
        return promises;
    }

    private void read(Path file, List<Promise> promises) {
        Properties kept = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            kept.load(in);
            CheckId check = new CheckId(PREFIX + folder.relativize(file));
            String subject = PlainText.name(kept.getProperty("name", "service"));
            promises.add(new Promise(check, subject, Texts.duration(kept.getProperty("every", ""))));
        } catch (IOException | BadValue | IllegalArgumentException e) {
            LOG.warn("{} is not a stored promise of reports; remove it", file, e);
        }
    }

    private Path file(CheckId check) {
        return folder.resolve(check.value().substring(PREFIX.length()));
    }
}
