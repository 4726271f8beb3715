/** The route files: which are used, what they may not do, and that their pulses keep beating. */
package dev.freshwatch.route;
