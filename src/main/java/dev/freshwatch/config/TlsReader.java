package dev.freshwatch.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads whom to trust, the same way for platforms and sinks. */
final class TlsReader {

    private final Path directory;
    private final Values values;
    private final Report report;

    TlsReader(Path directory, Values values, Report report) {
        this.directory = directory;
        this.values = values;
        this.report = report;
    }

    /** @param names what stands in the place of the keys' angle brackets */
    TlsSettings read(Key<String> caFile, Key<Boolean> insecure, String... names) {
        String key = insecure.of(names);
        boolean trustsAnybody = values.get(insecure, names);
        if (trustsAnybody) {
            report.warn(
                    values.whereOf(key), key, "certificates are not checked: anybody in between can read and change");
        }
        String file = values.get(caFile, names);
        return new TlsSettings(file == null ? null : checked(file, caFile.of(names)), trustsAnybody);
    }

    private Path checked(String text, String key) {
        String hint = "name a PEM file with the certificates to trust";
        try {
            Path file = directory.resolve(text).normalize();
            values.publish(key, file.toString());
            check(file, key, hint);
            return file;
        } catch (InvalidPathException e) {
            BadValue bad = FileNames.notAPath(text, hint);
            report.fault(values.whereOf(key), key, bad.problem(), bad.hint());
            return null;
        }
    }

    private void check(Path file, String key, String hint) {
        String shown = values.isPlain(key) ? file.toString() : "the file";
        try {
            String problem = CaFile.problem(TextFile.read(file, CaFile.LONGEST));
            if (problem != null) {
                report.fault(values.whereOf(key), key, "cannot use " + shown + ": " + problem, hint);
            }
        } catch (TextFile.Unreadable e) {
            report.fault(values.whereOf(key), key, "cannot read " + shown + ": " + e.getMessage(), hint);
        }
    }
}
