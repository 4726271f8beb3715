package dev.freshwatch.web;

/** Answers requests for some paths. Runs on threads of its own, so it may read the store; must be thread-safe. */
@FunctionalInterface
public interface WebSite {

    /** Returns the answer; null if there is nothing at this path. */
    WebResponse answer(WebRequest request);
}
