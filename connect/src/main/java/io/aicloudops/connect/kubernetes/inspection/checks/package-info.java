/**
 * What could be better about a cluster: pure functions from a picture of its objects to findings.
 * Imports the JDK, the schemas and fabric8's model of objects, never its client.
 */
@NullMarked
package io.aicloudops.connect.kubernetes.inspection.checks;

import org.jspecify.annotations.NullMarked;
