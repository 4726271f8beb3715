package dev.freshwatch.sim.misp;

/** The roles that come with MISP. Besides site administration, their rights only affect a few flags. */
public enum Role {
    SITE_ADMIN(true, true),
    ORG_ADMIN(false, false),
    SYNC(false, true),
    USER(false, false),
    READ_ONLY(false, false);

    final boolean siteAdmin;
    final boolean sync;

    Role(boolean siteAdmin, boolean sync) {
        this.siteAdmin = siteAdmin;
        this.sync = sync;
    }

    /** Sightings, galaxies, analyst data. */
    boolean writes() {
        return this != READ_ONLY;
    }
}
