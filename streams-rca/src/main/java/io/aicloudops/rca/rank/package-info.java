/**
 * Ranks the causes of an incident: weighs the hypotheses of all its entities against each other
 * along the call graph, and says how sure it is. Pure: imports the JDK, the schemas and the
 * knowledge package only.
 */
@NullMarked
package io.aicloudops.rca.rank;

import org.jspecify.annotations.NullMarked;
