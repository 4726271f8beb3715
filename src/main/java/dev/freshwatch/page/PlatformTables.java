package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Groups checks by platform, those in trouble first. */
final class PlatformTables {

    /** Checks on one page: more make it slow to read for people and browsers alike. */
    static final int MOST = 500;

    private static final Comparator<Look> BAD_FIRST = Comparator.comparing(
                    (Look look) -> look.finding().state(), State.byWeight().reversed())
            .thenComparing(Look::check);

    private final NowData data;
    private final CheckRows rows;

    PlatformTables(NowData data, PageTimes times) {
        this.data = data;
        rows = new CheckRows(data, times);
    }

    /** The platform that a check is shown under: {@code esm/soc}, {@code misp/intel}, {@code service}, {@code freshwatch}. */
    static String key(CheckId check) {
        String first = check.value().substring(0, check.value().indexOf('/'));
        return first.equals("esm") || first.equals("misp") ? check.platform() : first;
    }

    static String title(String key) {
        String[] parts = key.split("/", 2);
        if (parts.length == 2) {
            return parts[0].toUpperCase(Locale.ROOT) + " " + parts[1];
        }
        return switch (key) {
            case "service" -> "Services";
            case "freshwatch" -> "Freshwatch itself";
            default -> key;
        };
    }

    /** All platforms; of more checks than fit on a page those that are ok are only counted. */
    List<PlatformTable> all() {
        Map<String, List<Look>> groups = groups();
        boolean fits = data.status().looks().size() <= MOST;
        int[] room = {MOST};
        return groups.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Look>> one) -> worst(one.getValue()))
                        .reversed()
                        .thenComparing(one -> one.getKey().equals("freshwatch"))
                        .thenComparing(Map.Entry::getKey))
                .map(one -> {
                    List<Look> shown = one.getValue().stream()
                            .filter(look -> fits || look.finding().state() != State.OK)
                            .limit(room[0])
                            .toList();
                    room[0] -= shown.size();
                    return table(one.getKey(), one.getValue(), shown);
                })
                .toList();
    }

    /** One platform, as far as its checks fit on a page; empty = there is no such platform. */
    Optional<PlatformTable> one(String key, int page) {
        List<Look> looks = groups().get(key);
        return Optional.ofNullable(looks)
                .map(all -> table(
                        key,
                        all,
                        all.stream().skip((page - 1L) * MOST).limit(MOST).toList()));
    }

    private Map<String, List<Look>> groups() {
        return data.status().looks().stream()
                .sorted(BAD_FIRST)
                .collect(Collectors.groupingBy(look -> key(look.check()), TreeMap::new, Collectors.toList()));
    }

    private static int worst(List<Look> looks) {
        List<State> order = new ArrayList<>(List.of(State.values()));
        order.sort(State.byWeight());
        return order.indexOf(looks.get(0).finding().state());
    }

    private PlatformTable table(String key, List<Look> all, List<Look> shown) {
        Instant next = next(all);
        return new PlatformTable(
                key,
                title(key),
                all.get(0).finding().state().word(),
                (int) all.stream()
                        .filter(look -> look.finding().state() != State.OK)
                        .count(),
                all.size(),
                pace(all),
                next,
                shown.stream().map(look -> rows.row(look, next)).toList(),
                more(all, shown));
    }

    private static String pace(List<Look> looks) {
        List<Duration> paces = looks.stream()
                .map(Look::every)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return paces.size() == 1 ? Ages.limit(paces.get(0)) : "";
    }

    private Instant next(List<Look> looks) {
        return data.status().watched()
                ? looks.stream()
                        .filter(look -> !data.isLate(look))
                        .flatMap(look -> look.next().stream())
                        .min(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    private static String more(List<Look> all, List<Look> shown) {
        int left = all.size() - shown.size();
        if (left == 0) {
            return null;
        }
        long ok =
                all.stream().filter(look -> look.finding().state() == State.OK).count();
        long okShown = shown.stream()
                .filter(look -> look.finding().state() == State.OK)
                .count();
        long okLeft = ok - okShown;
        return okLeft == left
                ? left + (!shown.isEmpty() ? " more" : left == 1 ? " check" : " checks") + ", all ok"
                : left + " more, " + okLeft + " of them ok";
    }
}
