/** Tests of the dashboard's files as they are shipped. */
@NullMarked
package io.aicloudops.assistant.dashboard;

import org.jspecify.annotations.NullMarked;
