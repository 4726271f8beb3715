package dev.freshwatch.cli;

import dev.freshwatch.setup.StagedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a configuration is to be written.
 *
 * @param force whether files of an earlier one may be replaced
 */
record InitTarget(Path folder, boolean force) {

    /** The file that makes a folder a configuration. */
    static final String FILE = "application.properties";

    /** Refuses if one of these exists and must not be replaced. */
    void mustBeFree(List<String> names) throws CommandFailure {
        List<Path> taken = force ? List.of() : StagedFiles.taken(folder, names);
        if (taken.isEmpty()) {
            return;
        }
        boolean ownFolder =
                folder.equals(ConfigAndRoutes.home().toAbsolutePath().normalize());
        throw new CommandFailure("freshwatch: "
                + taken.stream().map(Path::toString).collect(Collectors.joining(", "))
                + (taken.size() == 1 ? " already exists; " : " already exist; ")
                + (ownFolder
                        ? "this is Freshwatch's own folder; name another one, such as --config ~/watch"
                        : "name another folder with --config DIR, or replace what is there with --force"));
    }
}
