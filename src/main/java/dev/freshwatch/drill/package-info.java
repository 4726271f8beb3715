/** Drills: notices that go the way of all others and tell of nothing, by themselves at their time or when asked for. */
package dev.freshwatch.drill;
