/**
 * The result topics as tables that can be asked: one Streams application keeps them, {@link
 * io.aicloudops.assistant.views.Views} reads them, whichever replica holds them. Imports Kafka
 * Streams, the runtime and the event records; nothing of the API.
 */
@NullMarked
package io.aicloudops.assistant.views;

import org.jspecify.annotations.NullMarked;
