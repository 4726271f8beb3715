package dev.freshwatch.service;

import dev.freshwatch.service.PushService.Places;
import java.nio.file.Path;

/**
 * Where it is kept what jobs report ({@code service-push}).
 *
 * @param reports of the jobs, which write there: {@code push.folder}
 * @param state   of the watch, where nobody else can do anything
 */
public record ReportFolders(Path reports, Path state) {

    /** @param file where the operator has named the file of the reports; else null */
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
