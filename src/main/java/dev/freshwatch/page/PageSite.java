package dev.freshwatch.page;

import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite;

/** {@code /}, {@code /checks/{id}}, {@code /notices}, {@code /episodes} and what they need. */
public final class PageSite implements WebSite {

    @Override
    public WebResponse answer(WebRequest request) {
        return null;
    }
}
