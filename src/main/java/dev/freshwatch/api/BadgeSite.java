package dev.freshwatch.api;

import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.report.BelievedLook;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /badge/{id}.svg}: the state of a check as a small picture. Thread-safe. */
public final class BadgeSite implements WebSite {

    private static final String FOLDER = "/badge/";
    private static final String ENDING = ".svg";

    private final Supplier<StoreView> view;

    /** @param view the store as it is now */
    public BadgeSite(Supplier<StoreView> view) {
        this.view = view;
    }

    @Override
    public WebResponse answer(WebRequest request) {
        String path = request.path();
        if (!path.startsWith(FOLDER) || !path.endsWith(ENDING) || path.length() <= FOLDER.length() + ENDING.length()) {
            return null;
        }
        String id = path.substring(FOLDER.length(), path.length() - ENDING.length());
        StoreView now = view.get();
        Optional<Look> found = LookTable.all(now.store()).stream()
                .filter(look -> look.check().value().equals(id))
                .findFirst();
        WebResponse picture = WebResponse.of(
                found.isPresent() ? 200 : 404,
                "image/svg+xml",
                found.map(look -> badge(look, now))
                        .orElseGet(() -> Badge.missing(id).svg()));
        // a wiki shows it on its pages. Its size tells them nothing of the state, and nothing else of it can be read
        // there
        return picture.with("Cross-Origin-Resource-Policy", "cross-origin");
    }

    private static String badge(Look look, StoreView now) {
        Look shown = BelievedLook.shown(look, now.store().clock().instant(), now.watched());
        return Badge.of(shown.finding()).svg();
    }
}
