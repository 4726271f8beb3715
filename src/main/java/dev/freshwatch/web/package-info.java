/** What others can read of the watch over HTTP: its health and its metrics. */
package dev.freshwatch.web;
