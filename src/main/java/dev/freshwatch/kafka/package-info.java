/**
 * What a Kafka tells of its topics and consumer groups. The client is no part of the product: an operator puts it into
 * {@code lib/}. Of the classes here, {@link dev.freshwatch.kafka.AdminCalls} and {@link dev.freshwatch.kafka.TrustedEngines}
 * alone refer to it, and are loaded only if it is there.
 */
package dev.freshwatch.kafka;
