/** The page: HTML and plots, made by the server, readable without a script. */
package dev.freshwatch.page;
