package dev.freshwatch.config;

import dev.freshwatch.freshness.Limits;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * One MISP: the keys {@code misp.<name>.…}.
 *
 * @param url              scheme, host and port, and a path where MISP is below one; no trailing slash
 * @param key              of any API role; null = what needs it is not checked
 * @param adminKey         of a site admin, for workers and healing alone; null = workers are not checked
 * @param requestTimeout   one HTTP request, from connect to the last byte
 * @param rest             how late a REST answer is slow, and how late it is down
 * @param eventsErrorAfter the age of the newest published event; null = not checked
 * @param keyWarnBefore    how long before the end of an API key a warning begins
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
     * The address of something of this MISP.
     *
     * @param path below its URL; begins with a slash
     */
    public URI at(String path) {
        return URI.create(url + path);
    }

    /** The name of a key of this MISP, such as {@code misp.intel.url}: for messages. */
    public String key(String rest) {
        return "misp." + name + "." + rest;
    }

    /**
     * The page that people see first.
     *
     * @param path   below the URL of MISP; begins with a slash
     * @param text   must be in it, in upper and lower case as it is here
     * @param status must be its status
     */
    public record Page(String path, String text, int status) {}

    /**
     * What the job queues must have.
     *
     * @param expected how many workers, by queue; a queue that is not here has the most that were ever seen
     * @param ignored  queues whose workers do not matter
     * @param written  whether those were written; a queue that is ignored by default matters where MISP runs it
     * @param trustList whether a worker that is listed counts as alive
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
     * @param dryRun     nothing is restarted, and what would have been is said
     * @param maxPerHour restart calls in any hour, at most
     */
    public record Heal(boolean enabled, boolean dryRun, int maxPerHour) {}
}
