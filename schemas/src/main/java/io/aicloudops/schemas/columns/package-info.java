/**
 * The columns of batches: lists that cannot change, without an object for each number, and with
 * their bytes remembered where the same names come with every scrape. Imports the JDK only.
 */
@NullMarked
package io.aicloudops.schemas.columns;

import org.jspecify.annotations.NullMarked;
