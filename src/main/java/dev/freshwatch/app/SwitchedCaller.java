package dev.freshwatch.app;

import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;

/**
 * Calls through the routes of the configuration in force, so that its users, such as the session of an ESM, need not know
 * about reloads.
 */
final class SwitchedCaller implements HttpCaller {

    private volatile HttpCaller caller;

    SwitchedCaller(HttpCaller first) {
        caller = first;
    }

    /** Uses this caller from now on. */
    void use(HttpCaller other) {
        caller = other;
    }

    @Override
    public Reply call(Call call) throws NoAnswer {
        return caller.call(call);
    }
}
