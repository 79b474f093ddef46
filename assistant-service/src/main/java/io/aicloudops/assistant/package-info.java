/**
 * The query service: puts the views, the API, the live feed, the assistant and the dashboard
 * together. May import every package below it; none of them imports this one.
 */
@NullMarked
package io.aicloudops.assistant;

import org.jspecify.annotations.NullMarked;
