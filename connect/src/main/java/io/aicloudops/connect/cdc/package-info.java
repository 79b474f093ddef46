/**
 * Follows the rows of a CMDB or deployment database (PostgreSQL) by change data capture. Imports
 * Debezium, the runtime, the schemas and the log and topology packages.
 */
@NullMarked
package io.aicloudops.connect.cdc;

import org.jspecify.annotations.NullMarked;
