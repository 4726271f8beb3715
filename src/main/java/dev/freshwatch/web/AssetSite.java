package dev.freshwatch.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /assets/<name>}: the files that pages need, from {@code web/<name>} on the class path. Thread-safe. */
public final class AssetSite implements WebSite {

    private static final String FOLDER = "/assets/";
    private static final String RESOURCES = "/web/";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*(?:\\.[a-z0-9-]+)*\\.([a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "txt", "text/plain; charset=utf-8");

    /** After an upgrade pages may be shown with the files of the old version for so long. */
    private static final String KEPT = "max-age=300";

    private final Map<String, WebResponse> read = new ConcurrentHashMap<>();

    @Override
    public WebResponse answer(WebRequest request) {
        if (!request.path().startsWith(FOLDER)) {
            return null;
        }
        String name = request.path().substring(FOLDER.length());
        Matcher matcher = NAME.matcher(name);
        String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
        return type == null ? null : read.computeIfAbsent(name, asset -> read(asset, type));
    }

    /** Null if there is no such file. */
    private static WebResponse read(String name, String type) {
        try (InputStream content = AssetSite.class.getResourceAsStream(RESOURCES + name)) {
            return content == null
                    ? null
                    : new WebResponse(200, type, content.readAllBytes(), Map.of("Cache-Control", KEPT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
