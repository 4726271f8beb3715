package dev.freshwatch.cluster;

import dev.freshwatch.TcpProxy.Tap;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** When each node asked a platform over its own way, and what. Nothing is pipelined: bytes after an answer are a request. */
final class RequestStamps {

    /**
     * A request.
     *
     * @param at    when its first bytes came, in milliseconds of the clock of this machine
     * @param ended when the last bytes of its answer came; as {@code at} if there was none
     * @param line  its first line
     */
    record Request(String node, String line, long at, long ended) {

        /** Whether it ends what a node has begun, and asks nothing. */
        boolean isEnding() {
            return line.contains("qryClose") || line.contains("logout");
        }
    }

    private static final class Open {
        private final String node;
        private final String line;
        private final long at;
        private long ended;

        private Open(String node, String line, long at) {
            this.node = node;
            this.line = line;
            this.at = at;
            ended = at;
        }
    }

    private final InstantSource clock;
    private final List<Open> all = new ArrayList<>();
    private final Map<Object, Open> latest = new WeakHashMap<>();

    RequestStamps(InstantSource clock) {
        this.clock = clock;
    }

    /** What a way is tapped by. */
    Tap of(String node) {
        return (connection, isAnswer, bytes, count) -> passes(node, connection, isAnswer, bytes, count);
    }

    private synchronized void passes(String node, Object connection, boolean isAnswer, byte[] bytes, int count) {
        Open open = latest.get(connection);
        if (isAnswer) {
            if (open != null) {
                open.ended = Math.max(open.at + 1, clock.millis());
            }
        } else if (open == null || open.ended > open.at) {
            String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
            Open next = new Open(node, text.lines().findFirst().orElse(""), clock.millis());
            latest.put(connection, next);
            all.add(next);
        }
    }

    /** All of them, in the order of their beginnings. */
    synchronized List<Request> all() {
        return all.stream()
                .map(open -> new Request(open.node, open.line, open.at, open.ended))
                .toList();
    }
}
