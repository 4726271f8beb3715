package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshwatch.Soak;
import dev.freshwatch.alert.AlertState;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.outbox.Children;
import dev.freshwatch.outbox.DeliveryTable;
import dev.freshwatch.outbox.Desk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Nobody but the user of the watch can do anything with the files of its store. */
class StoreRightsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T17:05:09Z"));

    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("state/freshwatch.db");
    }

    private static Map<String, String> rights(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            Map<String, String> rights = new TreeMap<>();
            for (Path path : all.toList()) {
                rights.put(
                        top.relativize(path).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
            return rights;
        }
    }

    private static void chmod(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }

    static Stream<String> umasks() {
        return Soak.rows(1, List.of("000", "022", "077"));
    }

    @ParameterizedTest
    @MethodSource("umasks")
    void whateverTheUmaskAllThatIsMadeIsForThisUserAlone(String umask) throws Exception {
        Process child =
                Children.java("umask " + umask, UseAndShow.class, database().toString());
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(said)
                .contains(
                        "state rwx------",
                        "freshwatch.db rw-------",
                        "freshwatch.db-wal rw-------",
                        "freshwatch.db-shm rw-------",
                        "freshwatch.db.lock rw-------",
                        "freshwatch.db.damaged-20261120T170509Z rw-------")
                .doesNotContainPattern("[rwx-]{3}(?!------)[rwx-]{6}");
    }

    /** A store that is set aside and made anew while it is used, and what lies there meanwhile. */
    static final class UseAndShow {
        public static void main(String[] database) throws Exception {
            Path file = Path.of(database[0]);
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(file, "no database".repeat(1000));
            try (Store store = Store.open(StateSettings.of("jdbc:sqlite:" + file), CLOCK)) {
                UnitOfWork unitOfWork = store.begin();
                AlertState alertState =
                        new AlertState(new CheckId("esm/soc/clock"), State.OK, Instant.EPOCH, null, null);
                AlertStateTable.in(unitOfWork).remember(List.of(alertState));
                unitOfWork.commit();
                rights(file.getParent().getParent()).forEach((name, rights) -> {
                    if (name.startsWith("state")) {
                        System.out.println(name.replaceFirst("^state/", "") + " " + rights);
                    }
                });
            }
        }
    }

    @Test
    void whatAnOlderVersionLeftOpenIsClosed() throws Exception {
        Desk.open(folder, CLOCK).close();
        Files.writeString(folder.resolve("state/freshwatch.db.damaged-20260101T000000Z"), "older");
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            for (Path file : files.toList()) {
                chmod(file, "rw-rw-r--");
            }
        }
        chmod(folder.resolve("state"), "rwxrwxr-x");
        try (Store store = Desk.open(folder, CLOCK)) {
            assertThat(DeliveryTable.backlog(store)).isEmpty();
            Map<String, String> rights = rights(folder.resolve("state"));
            assertThat(rights.remove("")).isEqualTo("rwx------");
            assertThat(rights)
                    .hasSizeGreaterThan(3)
                    .allSatisfy((name, right) -> assertThat(right).as(name).isEqualTo("rw-------"));
        }
    }

    @Test
    void aFolderThatHoldsMoreThanTheStoreIsLeftAsItIs() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("state/application.properties"), "");
        chmod(folder.resolve("state"), "rwxr-xr-x");
        chmod(folder.resolve("state/application.properties"), "rw-r--r--");
        try (Store store = Desk.open(folder, CLOCK)) {
            assertThat(DeliveryTable.backlog(store)).isEmpty();
            assertThat(rights(folder.resolve("state")))
                    .containsEntry("", "rwxr-xr-x")
                    .containsEntry("application.properties", "rw-r--r--")
                    .containsEntry("freshwatch.db", "rw-------");
        }
    }

    @Test
    void whatOnlyBeginsLikeTheStoreIsLeftAsItIs() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        List<String> ours = List.of(
                "fw",
                "fw-wal",
                "fw-shm",
                "fw-journal",
                "fw.lock",
                "fw.damaged-20260101T000000Z",
                "fw.damaged-20260101T000000Z-2",
                "fw.damaged-20260101T000000Z-2-wal");
        List<String> others =
                List.of("fw.bak", "fw2", "fw-wal.txt", "fw-public.html", "fw.damaged-notes", "fw.lock.old", "fwx-wal");
        List<String> folders = List.of("fw-public", "fw-journal.d", "fw.damaged-20260102T000000Z");
        for (String name : ours) {
            chmod(Files.writeString(state.resolve(name), ""), "rw-r--r--");
        }
        for (String name : others) {
            chmod(Files.writeString(state.resolve(name), ""), "rw-r--r--");
        }
        for (String name : folders) {
            chmod(Files.createDirectory(state.resolve(name)), "rwxr-xr-x");
        }
        chmod(state, "rwxr-xr-x");

        new StoreRights(state.resolve("fw")).mend();

        Map<String, String> rights = rights(state);
        assertThat(rights).containsEntry("", "rwxr-xr-x");
        assertThat(ours).allSatisfy(name -> assertThat(rights).containsEntry(name, "rw-------"));
        assertThat(others).allSatisfy(name -> assertThat(rights).containsEntry(name, "rw-r--r--"));
        assertThat(folders).allSatisfy(name -> assertThat(rights).containsEntry(name, "rwxr-xr-x"));
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, true", "rw-rw----, true", "rw-------, false", "'', true"})
    void aStoreThatIsALinkIsLeftAloneAndThatItIsOpenIsSaid(String rights, boolean said) throws Exception {
        Path target = folder.resolve("elsewhere.db");
        if (!rights.isEmpty()) {
            chmod(Files.writeString(target, ""), rights);
        }
        Path link = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("state")).resolve("fw"), target);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(StoreRights.class);
        log.start();
        logger.addAppender(log);
        try {
            new StoreRights(link).mend();
        } finally {
            logger.detachAppender(log);
        }
        List<String> warnings = log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("symbolic link"))
                .toList();
        assertThat(warnings).hasSize(said ? 1 : 0).allSatisfy(line -> assertThat(line)
                .startsWith(link + " is a symbolic link")
                .endsWith("chmod go= " + target));
        if (!rights.isEmpty()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                    .isEqualTo(rights);
        }
    }

    @Test
    void aLockThatIsALinkIsRefusedAndWhatItLeadsToIsLeftAlone() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "keep me");
        Files.createDirectories(folder.resolve("state"));
        Path lock = Files.createSymbolicLink(folder.resolve("state/freshwatch.db.lock"), precious);
        assertThatThrownBy(() -> Desk.open(folder, CLOCK))
                .isInstanceOf(StoreException.class)
                .message()
                .hasLineCount(1)
                .contains(lock + " is a symbolic link, which is not followed; remove it");
        assertThat(precious).hasContent("keep me");
        assertThatThrownBy(() -> Store.isHeld(StateSettings.of("jdbc:sqlite:" + database())))
                .isInstanceOf(StoreException.class);
        Files.delete(lock);
        Files.createDirectory(lock);
        assertThatThrownBy(() -> Desk.open(folder, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not a regular file");
    }
}
