/**
 * The core: questions, answers, and how old the newest record is. Immutable values and the code that judges them;
 * depends on no other package of Freshwatch.
 */
package dev.freshwatch.freshness;
