/**
 * The services of a user: reads the parameters of route templates, makes the checks, and interprets the answers. Knows
 * nothing of notices.
 */
package dev.freshwatch.service;
