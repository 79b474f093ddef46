/**
 * What all receivers do with a request before they read it: its type, its size, its dead letter.
 * Imports the runtime's HTTP package and the log package.
 */
@NullMarked
package io.aicloudops.connect.ingest;

import org.jspecify.annotations.NullMarked;
