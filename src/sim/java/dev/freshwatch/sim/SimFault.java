package dev.freshwatch.sim;

import java.time.Duration;

/** How a simulated server misbehaves on one request. */
public sealed interface SimFault {

    /** Sends another answer than the right one; the request has no effect. */
    record Instead(HttpAnswer answer) implements SimFault {}

    /** Accepts the request and never answers; the request has no effect. Ends when the client disconnects. */
    record Hang() implements SimFault {}

    /** Resets the TCP connection instead of answering; the request has no effect. */
    record Reset() implements SimFault {}

    /** Closes the connection instead of answering; the request has no effect. */
    record Close() implements SimFault {}

    /** Carries out the request, announces the whole answer, sends half of its body and closes the connection. */
    record Truncate() implements SimFault {}

    /**
     * Carries out the request and sends the answer byte by byte.
     *
     * @param interval between two bytes
     * @param headToo  false = status line and headers are sent at once
     */
    record Drip(Duration interval, boolean headToo) implements SimFault {}

    /** Carries out the request after a delay. */
    record Delay(Duration pause) implements SimFault {}

    /** Carries out the request, and sends the answer with another content type. */
    record Retype(String contentType) implements SimFault {}

    /** Whether the request is still carried out. */
    default boolean carriesOut() {
        return this instanceof Truncate || this instanceof Drip || this instanceof Delay || this instanceof Retype;
    }

    static SimFault hang() {
        return new Hang();
    }

    static SimFault reset() {
        return new Reset();
    }

    static SimFault close() {
        return new Close();
    }

    static SimFault truncate() {
        return new Truncate();
    }

    static SimFault drip(Duration interval) {
        return new Drip(interval, false);
    }

    static SimFault delay(Duration pause) {
        return new Delay(pause);
    }

    /** Returns a status with a short plain text, like ESM errors. */
    static SimFault status(int status, String text) {
        return new Instead(HttpAnswer.text(status, text));
    }

    /** Returns a status with {@code Retry-After}: seconds or an HTTP date. */
    static SimFault retryAfter(int status, String retryAfter) {
        return new Instead(HttpAnswer.text(status, "try again later").with("Retry-After", retryAfter));
    }

    /** Returns 401 with the text of a lost session. */
    static SimFault unauthorized() {
        return status(401, "ERROR_InvalidSession");
    }

    /** Returns 403: rights refused. */
    static SimFault forbidden() {
        return status(403, "ERROR_InsufficientPrivileges");
    }

    /** Returns the right bytes with another content type. */
    static SimFault retype(String contentType) {
        return new Retype(contentType);
    }

    /** Returns a redirect. */
    static SimFault redirect(String location) {
        return new Instead(HttpAnswer.of(302, "text/html; charset=UTF-8", "").with("Location", location));
    }

    /** Returns 200 and a JSON list of about this size. */
    static SimFault huge(int bytes) {
        String event = "{\"uuid\": \"24f0f707-777f-4098-ae8f-614aba6be145\"},";
        String body = "[" + event.repeat(bytes / event.length()) + "{}]";
        return new Instead(HttpAnswer.json(200, body));
    }

    /** Returns the page of a front end, with 200. */
    static SimFault html() {
        return new Instead(HttpAnswer.of(
                200,
                "text/html",
                "<!DOCTYPE html><html><head><title>Down</title></head><body><h1>Maintenance</h1></body></html>"));
    }

    /** Returns an empty body, with 200. */
    static SimFault empty() {
        return new Instead(HttpAnswer.empty(200));
    }

    /** Returns JSON that breaks off and contains control characters, with 200. */
    static SimFault garbage() {
        return new Instead(HttpAnswer.json(200, "{\"return\": \u0000[{\"val\u0007ue\": 12"));
    }
}
