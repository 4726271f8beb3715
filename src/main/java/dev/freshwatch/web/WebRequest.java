package dev.freshwatch.web;

import java.util.Map;

/**
 * A request that was let in.
 *
 * @param method {@code GET} or {@code POST}; a {@code HEAD} is answered as {@code GET}, without the body
 * @param path   decoded once, without the query; starts with a slash
 * @param query  decoded; of a name that is given twice the first counts
 * @param header by their names in lower case; of one that is given twice all values, with a comma and a blank between
 * @param body   empty but for {@code POST}
 */
public record WebRequest(
        String method, String path, Map<String, String> query, Map<String, String> header, byte[] body) {}
