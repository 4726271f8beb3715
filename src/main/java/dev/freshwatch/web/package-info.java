/** The health and metrics of the watch over HTTP. */
package dev.freshwatch.web;
