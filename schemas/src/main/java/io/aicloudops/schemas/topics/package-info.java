/**
 * The topics as values, in one place: topic creation and docs/topics.md are made from them. Imports
 * the event records and the identity package only.
 */
@NullMarked
package io.aicloudops.schemas.topics;

import org.jspecify.annotations.NullMarked;
