package dev.freshwatch.sim;

import dev.freshwatch.sim.SimEventQuery.DeviceFilter;
import dev.freshwatch.sim.SimEventQuery.DeviceValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Finds the events that match a query. */
final class EventSearch {

    /** Maximum number of rows of one answer, whatever the limit says. */
    private static final int MOST_ROWS = 5000;

    /**
     * @param rows  values by row, in the order of the query's fields
     * @param total number of events in the range, regardless of the limit
     */
    record Found(List<List<String>> rows, long total) {}

    private record Event(Instant time, SimDevice device) {}

    private final Appliance appliance;
    private final EsmBehaviour behaviour;
    private final Random shuffle = new Random(1);

    EventSearch(Appliance appliance, EsmBehaviour behaviour) {
        this.appliance = appliance;
        this.behaviour = behaviour;
    }

    /** @param reverse reverses the order */
    Found find(SimEventQuery query, TimeRange range, boolean reverse) {
        int limit = query.limit() == 0 ? MOST_ROWS : Math.min(query.limit(), MOST_ROWS);
        int most = limit + Math.min(query.offset(), MOST_ROWS);
        boolean newest = query.descending() != null && query.descending() != reverse;
        List<Event> events = new ArrayList<>();
        long total = 0;
        for (SimDevice device : devices(query)) {
            Feed feed = device.own();
            total += feed.count(range);
            // Without an order nothing is guaranteed: any event may be returned, so not only the newest are candidates.
            int candidates = query.descending() == null ? Math.max(most, 100) : most;
            List<Instant> times = newest ? feed.newest(range, candidates) : feed.oldest(range, candidates);
            times.forEach(time -> events.add(new Event(time, device)));
        }
        Comparator<Event> order = Comparator.comparing(Event::time);
        if (query.descending() == null) {
            Collections.shuffle(events, shuffle);
        } else {
            events.sort(newest ? order.reversed() : order);
        }
        List<List<String>> rows = events.stream()
                .skip(query.offset())
                .limit(limit)
                .map(event -> row(event, query.fields()))
                .toList();
        return new Found(rows, total);
    }

    private List<SimDevice> devices(SimEventQuery query) {
        List<SimDevice> devices = new ArrayList<>(appliance.all());
        for (DeviceFilter filter : query.filters()) {
            devices.retainAll(filter.values().stream()
                    .flatMap(value -> matching(value).stream())
                    .collect(Collectors.toSet()));
        }
        return devices;
    }

    private List<SimDevice> matching(DeviceValue value) {
        if (!value.mask()) {
            return appliance.all().stream()
                    .filter(device -> device.id() == value.id())
                    .toList();
        }
        return behaviour.mask == EsmBehaviour.Mask.LEADING_BITS ? appliance.all() : appliance.subtree(value.id());
    }

    private List<String> row(Event event, List<String> fields) {
        String id = Long.toString(event.device().id());
        String alert = Long.toString(event.time().toEpochMilli() % 1_000_000_000);
        return fields.stream()
                .map(field -> switch (field) {
                    case "LastTime", "FirstTime", "WriteTime" -> appliance.text(event.time());
                    case "IPSID" -> id;
                    case "IPSIDAlertID" -> id + "|" + alert;
                    case "AlertID" -> alert;
                    case "Rule.msg" -> "User Login";
                    case "AvgSeverity", "EventCount" -> "1";
                    default -> "";
                })
                .toList();
    }
}
