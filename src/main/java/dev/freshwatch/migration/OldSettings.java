package dev.freshwatch.migration;

import dev.freshwatch.config.TextFile;
import java.nio.file.Path;

/** Imports the configuration of another tool, whichever it is. */
public final class OldSettings {

    static final int LONGEST_XML = 8_388_608;

    private static final int LONGEST_INI = 1_048_576;

    private OldSettings() {}

    /**
     * Reads a {@code healthmon.ini}, or a {@code poller-configuration.xml}.
     *
     * @param file        what to import
     * @param msiempyConf the {@code conf.ini} of msiempy, for a {@code healthmon.ini}; null = not given
     * @throws ImportRefused where nothing can be made of it
     */
    public static ImportResult read(Path file, Path msiempyConf) throws ImportRefused {
        byte[] bytes = bytes(file);
        if (isXml(bytes)) {
            if (msiempyConf != null) {
                throw new ImportRefused(
                        name(file), 0, "is XML, and --msiempy-conf goes with a healthmon.ini; leave it out");
            }
            return PollerImport.read(file, bytes);
        }
        IniFile ini = ini(file);
        if (!ini.has(HealthmonImport.SECTION)) {
            throw new ImportRefused(
                    name(file),
                    0,
                    ini.has("esm")
                            ? "is the conf.ini of msiempy; name it behind --msiempy-conf, and the healthmon.ini before"
                            : "has no section [healthmon], so it is no healthmon.ini");
        }
        return HealthmonImport.read(ini, msiempyConf == null ? null : ini(msiempyConf));
    }

    private static byte[] bytes(Path file) throws ImportRefused {
        try {
            return TextFile.bytes(file, LONGEST_XML);
        } catch (TextFile.Unreadable e) {
            throw new ImportRefused(name(file), 0, e.getMessage());
        }
    }

    /** Whether the first letter that counts is a {@code <}, in any encoding of XML with a mark or without. */
    private static boolean isXml(byte[] bytes) {
        for (byte b : bytes) {
            boolean skipped = b == 0 || b == ' ' || b == '\t' || b == '\r' || b == '\n' || b < 0;
            if (!skipped) {
                return b == '<';
            }
        }
        return false;
    }

    private static IniFile ini(Path file) throws ImportRefused {
        try {
            return IniFile.parse(name(file), TextFile.readWithoutMark(file, LONGEST_INI));
        } catch (TextFile.Unreadable e) {
            throw new ImportRefused(name(file), 0, e.getMessage());
        }
    }

    private static String name(Path file) {
        return file.toString();
    }
}
