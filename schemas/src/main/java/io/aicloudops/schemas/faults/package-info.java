/**
 * The failure catalogue that causes, remediations and knowledge share. Imports the event records
 * only.
 */
@NullMarked
package io.aicloudops.schemas.faults;

import org.jspecify.annotations.NullMarked;
