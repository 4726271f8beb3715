/** A user's own services: what a route template's parameters ask for, and what is answered. Knows no notices. */
package dev.freshwatch.service;
