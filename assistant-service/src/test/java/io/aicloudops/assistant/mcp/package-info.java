/** Tests of the Model Context Protocol server over a real server. */
@NullMarked
package io.aicloudops.assistant.mcp;

import org.jspecify.annotations.NullMarked;
