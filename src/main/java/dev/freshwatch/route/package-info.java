/** The route files: which are used, what they may not do. */
package dev.freshwatch.route;
