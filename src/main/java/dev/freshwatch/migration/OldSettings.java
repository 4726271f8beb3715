package dev.freshwatch.migration;

import dev.freshwatch.config.TextFile;
import java.nio.file.Path;

/** Imports the configuration of another tool, whichever it is. */
public final class OldSettings {

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
