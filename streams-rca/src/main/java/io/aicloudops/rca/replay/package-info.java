/**
 * Recorded evidence through the production fold once more: the same input, the same incidents.
 * Knows the fold and the events only; who reads the log gives it the evidence.
 */
@org.jspecify.annotations.NullMarked
package io.aicloudops.rca.replay;
