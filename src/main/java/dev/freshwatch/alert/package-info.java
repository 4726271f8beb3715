/** The life of a problem: when notices are sent, and which. No I/O; knows nothing of how notices are delivered. */
package dev.freshwatch.alert;
