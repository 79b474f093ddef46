/** Tests. */
@NullMarked
package io.aicloudops.connect.scrape;

import org.jspecify.annotations.NullMarked;
