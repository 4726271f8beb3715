package dev.freshwatch.config;

import dev.freshwatch.freshness.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Settings of a MISP: the keys {@code misp.<name>.…}.
 *
 * @param url              scheme, host, port and an optional base path; no trailing slash
 * @param key              of any API role; null = checks that need it are not made
 * @param adminKey         of a site admin, only for workers and healing; null = workers are not checked
 * @param requestTimeout   one HTTP request, from connect to the last byte
 * @param rest             when a REST answer is slow, and when it is down
 * @param eventsErrorAfter maximum age of the newest published event; null = not checked
 * @param keyWarnBefore    how long before an API key expires there is a warning
 */
public record MispSettings(
        String name,
        URI url,
        Secret key,
        Secret adminKey,
        Duration every,
        TlsSettings tls,
        Duration requestTimeout,
        boolean ping,
        Page page,
        Limits rest,
        Workers workers,
        Heal heal,
        Duration eventsErrorAfter,
        Duration keyWarnBefore) {

    /**
     * Returns the URL of a path of this MISP.
     *
     * @param path below its URL; begins with a slash
     */
    public URI at(String path) {
        return URI.create(url + path);
    }

    /** A key of this MISP, such as {@code misp.intel.url}, for messages. */
    public String key(String rest) {
        return "misp." + name + "." + rest;
    }

    /**
     * The login page.
     *
     * @param path   below the URL of MISP; begins with a slash
     * @param text   must be contained in it, case-sensitive
     * @param status the expected status
     * @param limits when the page is slow, and when it is down
     */
    public record Page(String path, String text, int status, Limits limits) {

        /** A page with the default limits. */
        public Page(String path, String text, int status) {
            this(path, text, status, new Limits(null, Duration.ofSeconds(10)));
        }
    }

    /**
     * Requirements for the job queues.
     *
     * @param expected number of workers by queue; for other queues, the highest number ever seen
     * @param ignored  queues whose workers do not matter
     * @param written  whether {@code ignored} was configured; a queue that is ignored by default matters if MISP runs
     *     it
     * @param trustList whether a listed worker counts as alive
     */
    public record Workers(Map<String, Integer> expected, Set<String> ignored, boolean written, boolean trustList) {

        /**
         * Whether the workers of a queue do not matter.
         *
         * @param runs whether a good worker of it was ever seen
         */
        public boolean ignores(String queue, boolean runs) {
            boolean runsAllTheSame = !written && (runs || expected.containsKey(queue));
            return ignored.contains(queue) && !runsAllTheSame;
        }
    }

    /**
     * Whether dead workers are restarted.
     *
     * @param dryRun     nothing is restarted; the notice says what would have been done
     * @param maxPerHour maximum number of restart calls in any hour
     */
    public record Heal(boolean enabled, boolean dryRun, int maxPerHour) {}
}
