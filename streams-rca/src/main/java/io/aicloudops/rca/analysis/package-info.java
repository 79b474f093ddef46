/**
 * Root cause on demand: which signals of a window moved together, and what incidents and signals
 * say about the cause. Pure: imports the JDK, commons-math, the schemas, and the knowledge and rank
 * packages.
 */
@NullMarked
package io.aicloudops.rca.analysis;

import org.jspecify.annotations.NullMarked;
