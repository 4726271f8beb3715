/** Files and folders that only the user of this process can access. */
package dev.freshwatch.files;
