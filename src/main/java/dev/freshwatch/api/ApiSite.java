package dev.freshwatch.api;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.api.ApiParameters.BadParameter;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.NoticeQuery;
import dev.freshwatch.outbox.NoticeQuery.Position;
import dev.freshwatch.report.ChecksJson;
import dev.freshwatch.report.NoSuchCheck;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything below {@code /api}. Thread-safe. */
public final class ApiSite implements WebSite {

    private static final String DESCRIPTION = "/api/openapi.json";
    private static final String CHECK = "/api/checks/";
    private static final String HISTORY = "/api/history/";

    private static final int NOTICES = 100;
    private static final int MOST_NOTICES = 1000;

    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::word, Function.identity()));

    private final Supplier<StoreView> view;
    private final HistoryAnswer history;

    /** @param view the store as it is now, and what the configuration in force says */
    public ApiSite(Supplier<StoreView> view, SampleReader samples) {
        this.view = view;
        this.history = new HistoryAnswer(view, samples);
    }

    @Override
    public WebResponse answer(WebRequest request) {
        String path = request.path();
        try {
            if (path.startsWith(CHECK)) {
                return check(path.substring(CHECK.length()), request.query());
            }
            if (path.startsWith(HISTORY)) {
                return history.of(path.substring(HISTORY.length()), request.query());
            }
            return switch (path) {
                case "/api/checks" -> checks(request.query());
                case "/api/notices" -> notices(request.query());
                case DESCRIPTION -> description();
                default -> null;
            };
        } catch (BadParameter e) {
            return WebResponse.problem(400, e.getMessage());
        }
    }

    private WebResponse checks(Map<String, String> query) throws BadParameter {
        new ApiParameters(query);
        return WebResponse.json(ChecksJson.all(view.get()));
    }

    private WebResponse check(String id, Map<String, String> query) throws BadParameter {
        new ApiParameters(query);
        if (!CheckId.isId(id)) {
            return noSuchCheck(id);
        }
        try {
            return WebResponse.json(ChecksJson.one(view.get(), new CheckId(id)));
        } catch (NoSuchCheck e) {
            return noSuchCheck(id);
        }
    }

    static WebResponse noSuchCheck(String id) {
        return WebResponse.problem(
                404,
                "there is no check with the id '" + PlainText.name(id) + "'; /api/checks lists those that there are");
    }

    private WebResponse notices(Map<String, String> query) throws BadParameter {
        ApiParameters given =
                new ApiParameters(query, "check", "kind", "sink", "episode", "from", "to", "limit", "after");
        String check = given.text("check");
        NoticeQuery wanted = new NoticeQuery(
                check == null ? CheckFilter.ALL : CheckFilter.of(List.of(check)),
                given.oneOf("kind", KINDS),
                given.text("sink"),
                given.text("episode"),
                given.time("from", null),
                given.time("to", null));
        int limit = given.number("limit", MOST_NOTICES, NOTICES);
        return WebResponse.json(NoticesJson.of(wanted.read(view.get().store(), after(given), limit)));
    }

    private static Position after(ApiParameters given) throws BadParameter {
        String after = given.text("after");
        return after == null
                ? null
                : Position.parse(after)
                        .orElseThrow(() -> new BadParameter(
                                "after",
                                "is not what 'next' of an earlier answer said: leave it out to begin with the newest"));
    }

    private static WebResponse description() {
        try (InputStream content = ApiSite.class.getResourceAsStream("/api/openapi.json")) {
            return new WebResponse(200, "application/json", content.readAllBytes(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
