/**
 * Plans, guards, executes and verifies remediations, and tells people. Only this package puts the
 * parts together.
 */
@NullMarked
package io.aicloudops.remediator;

import org.jspecify.annotations.NullMarked;
