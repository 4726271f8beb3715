package dev.freshwatch.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the mount options of this process's file systems, on Linux only. */
final class Mounts {

    /** Fields: id, parent, device, root, mount point, options, … (proc(5)). */
    private static final Pattern MOUNT = Pattern.compile("\\S+ \\S+ \\S+ \\S+ (\\S+) (\\S+) .*");

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private final Path table;

    Mounts() {
        this(Path.of("/proc/self/mountinfo"));
    }

    Mounts(Path table) {
        this.table = table;
    }

    /** Whether programs cannot be run from this folder ({@code noexec}); false if that is not known. */
    boolean forbidPrograms(Path folder) {
        try {
            Path real = folder.toRealPath();
            Path nearest = null;
            boolean forbidden = false;
            for (String line :
                    Files.readString(table, StandardCharsets.UTF_8).lines().toList()) {
                Matcher mount = MOUNT.matcher(line);
                if (!mount.matches()) {
                    continue;
                }
                Path point = Path.of(plain(mount.group(1)));
                // A later mount at the same point, or above it, hides earlier ones.
                if (real.startsWith(point) && (nearest == null || point.startsWith(nearest))) {
                    nearest = point;
                    forbidden = (',' + mount.group(2) + ',').contains(",noexec,");
                }
            }
            return forbidden;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Decodes blanks, tabs, line ends and backslashes, which are written as octal numbers. */
    private static String plain(String field) {
        return OCTAL.matcher(field)
                .replaceAll(number ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(number.group(1), 8))));
    }
}
