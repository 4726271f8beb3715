/**
 * The ESM's room: its calls, and what turns their answers into observations. "Section" in its comments is a section of
 * the ESM contract. Knows nothing of notices, of Camel, and of other platforms.
 */
package dev.freshwatch.esm;
