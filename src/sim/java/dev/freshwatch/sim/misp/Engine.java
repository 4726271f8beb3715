package dev.freshwatch.sim.misp;

/** The two job engines of MISP. */
public enum Engine {
    /** "SimpleBackgroundJobs", since 2.4.151. */
    SUPERVISOR,
    /** CakeResque, before that and still possible. */
    RESQUE
}
