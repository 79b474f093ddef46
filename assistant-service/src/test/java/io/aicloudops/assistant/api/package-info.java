/** Tests of the REST API over a real server. */
@NullMarked
package io.aicloudops.assistant.api;

import org.jspecify.annotations.NullMarked;
