/**
 * Scrapes metrics pages: configured targets and, beside the Kubernetes watch, annotated pods.
 * Imports the runtime, the schemas and the exposition, identity and log packages.
 */
@NullMarked
package io.aicloudops.connect.scrape;

import org.jspecify.annotations.NullMarked;
