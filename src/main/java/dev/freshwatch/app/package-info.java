/** The application: assembled from a configuration and its routes; started, reloaded and stopped, or asked once. */
package dev.freshwatch.app;
