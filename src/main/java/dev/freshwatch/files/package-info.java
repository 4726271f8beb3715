/** Files and folders that are for the user of this process alone. */
package dev.freshwatch.files;
