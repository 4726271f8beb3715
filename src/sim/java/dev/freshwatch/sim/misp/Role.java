package dev.freshwatch.sim.misp;

/** The roles that come with MISP. What each may do beyond site administration matters for a few flags only. */
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
