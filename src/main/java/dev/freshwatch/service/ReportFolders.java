package dev.freshwatch.service;

import dev.freshwatch.service.PushService.Places;
import java.nio.file.Path;

/**
 * Where the reports of jobs ({@code service-push}) are kept.
 *
 * @param reports written by the jobs: {@code push.folder}
 * @param state   of Freshwatch, where nobody else has access
 */
public record ReportFolders(Path reports, Path state) {

    /** @param file the report file, if the operator named one; otherwise null */
    Places of(String service, String what, Path file) {
        Path since = state.resolve("awaited").resolve(service).resolve(what);
        // Until version 0.1.0 both were below the folder of the store.
        Path older = state.resolve("reports").resolve(service);
        return new Places(
                file == null ? reports.resolve(service).resolve(what) : file,
                since,
                file == null ? older.resolve(what) : null,
                older.resolve(what + ".since"));
    }
}
