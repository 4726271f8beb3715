package dev.freshwatch.config;

import dev.freshwatch.tls.ClientCertificate;
import dev.freshwatch.tls.UnusableClientCertificate;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Reads the TLS settings, in the same way for platforms and sinks. */
final class TlsReader {

    private final Path directory;
    private final Values values;
    private final Report report;
    private final InstantSource clock = InstantSource.system();

    TlsReader(Path directory, Values values, Report report) {
        this.directory = directory;
        this.values = values;
        this.report = report;
    }

    /** @param names replacements for the angle brackets of the keys */
    TlsSettings read(TlsKeys keys, String... names) {
        String key = keys.insecure().of(names);
        boolean trustsAnybody = values.get(keys.insecure(), names);
        if (trustsAnybody) {
            report.warn(
                    values.whereOf(key),
                    key,
                    "certificates are not checked: anybody on the network can read and change the data");
        }
        String file = values.get(keys.caFile(), names);
        return new TlsSettings(
                file == null ? null : checked(file, keys.caFile().of(names)), trustsAnybody, own(keys, names));
    }

    /** Null = none, or an invalid one. */
    private TlsSettings.Own own(TlsKeys keys, String... names) {
        String certKey = keys.certFile().of(names);
        String keyKey = keys.keyFile().of(names);
        String passwordKey = keys.keyPassword().of(names);
        String cert = values.get(keys.certFile(), names);
        String key = values.get(keys.keyFile(), names);
        Secret password = values.get(keys.keyPassword(), names);
        if (values.isBad(certKey) || values.isBad(keyKey) || values.isBad(passwordKey)) {
            return null;
        }
        if (cert == null && key == null) {
            if (password != null) {
                standsAlone(passwordKey, certKey + " and " + keyKey);
            }
            return null;
        }
        if (cert == null || key == null) {
            standsAlone(cert == null ? keyKey : certKey, cert == null ? certKey : keyKey);
            return null;
        }
        Path certFile = resolved(cert, certKey, "name a PEM file with our certificate");
        Path keyFile = resolved(key, keyKey, "name a PEM file with its key");
        if (certFile == null || keyFile == null) {
            return null;
        }
        checkOwn(new TlsSettings.Own(certFile, keyFile, password), certKey, keyKey, passwordKey);
        return new TlsSettings.Own(certFile, keyFile, password);
    }

    private void standsAlone(String key, String missing) {
        report.fault(values.whereOf(key), key, "cannot be used alone", "set " + missing + " too");
    }

    private void checkOwn(TlsSettings.Own own, String certKey, String keyKey, String passwordKey) {
        Secret password = own.keyPassword();
        try {
            ClientCertificate read = ClientCertificate.read(
                    own.certFile(),
                    own.keyFile(),
                    password == null ? null : password.reveal().toCharArray());
            if (read.end().isBefore(clock.instant())) {
                report.warn(values.whereOf(certKey), certKey, "our certificate expired on " + day(read) + "; renew it");
            }
            if (Exposures.othersRead(own.keyFile())) {
                report.warn(
                        values.whereOf(keyKey),
                        keyKey,
                        "others can read " + own.keyFile() + "; run: chmod 600 " + own.keyFile());
            }
        } catch (UnusableClientCertificate e) {
            switch (e.part()) {
                case PASSWORD -> report.fault(values.whereOf(passwordKey), passwordKey, e.problem(), e.hint());
                case KEY ->
                    report.fault(
                            values.whereOf(keyKey), keyKey, cannotUse(own.keyFile(), keyKey) + e.problem(), e.hint());
                case CERTIFICATE ->
                    report.fault(
                            values.whereOf(certKey),
                            certKey,
                            cannotUse(own.certFile(), certKey) + e.problem(),
                            e.hint());
            }
        }
    }

    private static String day(ClientCertificate certificate) {
        return LocalDate.ofInstant(certificate.end(), ZoneOffset.UTC).toString();
    }

    private String cannotUse(Path file, String key) {
        return "cannot use " + (values.isPlain(key) ? file.toString() : "the file") + ": ";
    }

    private Path checked(String text, String key) {
        String hint = "name a PEM file with the certificates to trust";
        Path file = resolved(text, key, hint);
        if (file != null) {
            check(file, key, hint);
        }
        return file;
    }

    /** Null = not a path, which is reported. */
    private Path resolved(String text, String key, String hint) {
        try {
            Path file = directory.resolve(text).normalize();
            values.publish(key, file.toString());
            return file;
        } catch (InvalidPathException e) {
            BadValue bad = FileNames.notAPath(text, hint);
            report.fault(values.whereOf(key), key, bad.problem(), bad.hint());
            return null;
        }
    }

    private void check(Path file, String key, String hint) {
        try {
            String problem = CaFileCheck.problem(TextFile.read(file, CaFileCheck.LONGEST));
            if (problem != null) {
                report.fault(values.whereOf(key), key, cannotUse(file, key) + problem, hint);
            }
        } catch (TextFile.Unreadable e) {
            report.fault(
                    values.whereOf(key),
                    key,
                    "cannot read " + (values.isPlain(key) ? file.toString() : "the file") + ": " + e.getMessage(),
                    hint);
        }
    }
}
