package dev.freshwatch.sim.misp;

import dev.freshwatch.sim.HttpAnswer;

/**
 * A call with a key: who may make it, and what it does.
 *
 * @param siteAdmin requires a site admin's full key
 * @param postOnly  405 for any other method
 */
record Action(boolean siteAdmin, boolean postOnly, Work work) {

    /** Answers a call whose rights have been checked. */
    interface Work {
        HttpAnswer answer(MispCall call, ApiKey key) throws MispRefusal;
    }

    static Action anybody(Work work) {
        return new Action(false, false, work);
    }

    static Action siteAdmin(Work work) {
        return new Action(true, false, work);
    }

    /** An action for site admins that changes something. */
    static Action change(Work work) {
        return new Action(true, true, work);
    }

    HttpAnswer answer(MispCall call, ApiKey key) throws MispRefusal {
        if (siteAdmin && !key.siteAdmin()) {
            throw MispRefusal.noPermission();
        }
        boolean known = call.post() || call.request().method().equals("GET");
        if (!known || postOnly && !call.post()) {
            throw MispRefusal.against(405, "Method Not Allowed", call.request() + ": not with this method");
        }
        call.body();
        return work.answer(call, key);
    }
}
