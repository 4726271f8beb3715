package dev.freshwatch.sim.misp;

import dev.freshwatch.sim.HttpAnswer;

/**
 * What a keyed call may be and what it does.
 *
 * @param siteAdmin needs a site admin's full key
 * @param postOnly  405 for anything else
 */
record Action(boolean siteAdmin, boolean postOnly, Work work) {

    /** Answers a call whose rights have been looked at. */
    interface Work {
        HttpAnswer answer(MispCall call, ApiKey key) throws MispRefusal;
    }

    static Action anybody(Work work) {
        return new Action(false, false, work);
    }

    static Action siteAdmin(Work work) {
        return new Action(true, false, work);
    }

    /** For site admins, and it changes something. */
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
