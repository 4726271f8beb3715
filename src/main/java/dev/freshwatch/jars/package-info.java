/** The jars that an operator adds in {@code lib/}: JDBC drivers, and components of Camel. */
package dev.freshwatch.jars;
