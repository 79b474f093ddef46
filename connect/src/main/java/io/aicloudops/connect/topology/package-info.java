/**
 * The topology topic: one record for each entity, put together from what the cluster, a database
 * and the observed calls say, written only when it has changed. Imports the schemas and the
 * identity and log packages.
 */
@NullMarked
package io.aicloudops.connect.topology;

import org.jspecify.annotations.NullMarked;
