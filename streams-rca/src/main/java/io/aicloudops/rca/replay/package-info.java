/** Recorded evidence through the production fold once more: the same input, the same incidents. */
@org.jspecify.annotations.NullMarked
package io.aicloudops.rca.replay;
