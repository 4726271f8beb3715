/** Used by {@code init}: the choice of Receivers, certificates, and the text and files of a configuration. */
package dev.freshwatch.setup;
