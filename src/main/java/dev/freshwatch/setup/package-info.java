/** What {@code init} makes of what it found out: the choice of Receivers, certificates, the text and the files of a configuration. */
package dev.freshwatch.setup;
