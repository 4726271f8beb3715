package dev.freshwatch.sim;

import java.time.Duration;

/** How a server of ours misbehaves on one request. */
public sealed interface SimFault {

    /** Another answer than the right one; the request has no effect. */
    record Instead(HttpAnswer answer) implements SimFault {}

    /** Takes the request and never answers; the request has no effect. Ends when the client goes. */
    record Hang() implements SimFault {}

    /** A TCP reset in place of an answer; the request has no effect. */
    record Reset() implements SimFault {}

    /** Closes the connection in place of an answer; the request has no effect. */
    record Close() implements SimFault {}

    /** Does what was asked, announces the whole answer, sends half of its body and closes. */
    record Truncate() implements SimFault {}

    /**
     * Does what was asked and sends the answer byte by byte.
     *
     * @param interval between two bytes
     * @param headToo  false = status line and headers come at once
     */
    record Drip(Duration interval, boolean headToo) implements SimFault {}

    /** Does what was asked, later. */
    record Delay(Duration pause) implements SimFault {}

    /** Does what was asked, and says that the answer is of another type. */
    record Retype(String contentType) implements SimFault {}

    /** Whether the request is carried out all the same. */
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

    /** A status with a short plain text, as ESM errors have it. */
    static SimFault status(int status, String text) {
        return new Instead(HttpAnswer.text(status, text));
    }

    /** A status with {@code Retry-After}: seconds or an HTTP date. */
    static SimFault retryAfter(int status, String retryAfter) {
        return new Instead(HttpAnswer.text(status, "try again later").with("Retry-After", retryAfter));
    }

    /** 401 with the text of a lost session. */
    static SimFault unauthorized() {
        return status(401, "ERROR_InvalidSession");
    }

    /** 403: rights refused. */
    static SimFault forbidden() {
        return status(403, "ERROR_InsufficientPrivileges");
    }

    /** The right bytes under another content type. */
    static SimFault retype(String contentType) {
        return new Retype(contentType);
    }

    /** A redirect. */
    static SimFault redirect(String location) {
        return new Instead(HttpAnswer.of(302, "text/html; charset=UTF-8", "").with("Location", location));
    }

    /** 200 and a JSON list of about this size. */
    static SimFault huge(int bytes) {
        String event = "{\"uuid\": \"24f0f707-777f-4098-ae8f-614aba6be145\"},";
        String body = "[" + event.repeat(bytes / event.length()) + "{}]";
        return new Instead(HttpAnswer.json(200, body));
    }

    /** A front end's page, with 200. */
    static SimFault html() {
        return new Instead(HttpAnswer.of(
                200,
                "text/html",
                "<!DOCTYPE html><html><head><title>Down</title></head><body><h1>Maintenance</h1></body></html>"));
    }

    /** No byte of body, with 200. */
    static SimFault empty() {
        return new Instead(HttpAnswer.empty(200));
    }

    /** JSON that breaks off with a control character in it, with 200. */
    static SimFault garbage() {
        return new Instead(HttpAnswer.json(200, "{\"return\": \u0000[{\"val\u0007ue\": 12"));
    }
}
