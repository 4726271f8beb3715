package dev.freshwatch.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the file systems of this process are mounted, as Linux tells it; elsewhere nothing is known of that. */
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

    /** Whether no program can be run from this folder ({@code noexec}); false where that is not known. */
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
                // One that is mounted later at the same point, or over it, hides those before.
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

    /** Blanks, tabs, line ends and backslashes are written as octal numbers. */
    private static String plain(String field) {
        return OCTAL.matcher(field)
                .replaceAll(number ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(number.group(1), 8))));
    }
}
