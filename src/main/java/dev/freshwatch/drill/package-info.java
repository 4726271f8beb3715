/** Drills: notices that take the same way as all others but report nothing; scheduled or on request. */
package dev.freshwatch.drill;
