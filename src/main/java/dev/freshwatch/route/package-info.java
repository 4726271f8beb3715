/** The route files: which ones are used, and what they may not do. */
package dev.freshwatch.route;
