/**
 * Lines of logs by member and interval, equal ones counted. Pure: imports the JDK, the schemas and
 * the identity package.
 */
@NullMarked
package io.aicloudops.connect.otlp.lines;

import org.jspecify.annotations.NullMarked;
