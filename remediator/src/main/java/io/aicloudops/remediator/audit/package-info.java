/**
 * The chain of hashes over the audit: each record of a cluster names the hash of the one before it,
 * so that whoever changes, drops or moves one breaks it. Pure: imports the event records only.
 */
@NullMarked
package io.aicloudops.remediator.audit;

import org.jspecify.annotations.NullMarked;
