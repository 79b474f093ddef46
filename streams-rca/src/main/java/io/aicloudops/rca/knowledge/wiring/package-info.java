/**
 * What is wired wrongly between services and workloads. Exists apart from the recognisers of states
 * because it compares objects with each other, and none of them says by itself that it is wrong.
 * Pure: imports the JDK, the schemas and knowledge only.
 */
@NullMarked
package io.aicloudops.rca.knowledge.wiring;

import org.jspecify.annotations.NullMarked;
