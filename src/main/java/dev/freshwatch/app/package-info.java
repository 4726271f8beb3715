/** The application: what is made of a configuration and its routes, started, asked once, and ended. */
package dev.freshwatch.app;
