/**
 * Takes secrets and personal data out of texts before they are stored or leave the process. Imports
 * the JDK only.
 */
@NullMarked
package io.aicloudops.runtime.redact;

import org.jspecify.annotations.NullMarked;
