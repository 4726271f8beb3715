/** The life of a problem: when people are told, and what. Pure; knows findings and nothing of how notices travel. */
package dev.freshwatch.alert;
