/**
 * What spans say of calls: who calls whom, how long it takes on either side, what fails. Exists
 * because only the two spans of a call together tell the way from the work. Pure: imports the JDK,
 * the schemas and the identity package.
 */
@NullMarked
package io.aicloudops.connect.otlp.spans;

import org.jspecify.annotations.NullMarked;
