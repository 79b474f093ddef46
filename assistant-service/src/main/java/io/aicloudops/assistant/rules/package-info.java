/**
 * Alert rules of Prometheus: what it runs, and whether a file of rules can be given to it, and
 * whether it answers at all. Writes to no cluster: a proposal is a manifest for whoever keeps the
 * rules.
 */
@NullMarked
package io.aicloudops.assistant.rules;

import org.jspecify.annotations.NullMarked;
