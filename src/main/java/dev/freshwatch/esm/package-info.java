/**
 * Calls of an ESM, and the interpretation of its answers as observations. "Section" in comments refers to the ESM
 * contract. Knows nothing of notices, of Camel, or of other platforms.
 */
package dev.freshwatch.esm;
