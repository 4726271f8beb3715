/** The history of the checks: a sample for each look, thinned out with age, in tables of its own. */
package dev.freshwatch.samples;
