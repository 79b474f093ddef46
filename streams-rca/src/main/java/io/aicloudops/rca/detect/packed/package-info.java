/**
 * How state becomes bytes: a versionless, schemaless stream of numbers and texts that the owners of
 * the state write and read in the same order. Exists because one store entry holds the whole state
 * of an entity and is written for every batch. Imports the JDK only.
 */
@NullMarked
package io.aicloudops.rca.detect.packed;

import org.jspecify.annotations.NullMarked;
