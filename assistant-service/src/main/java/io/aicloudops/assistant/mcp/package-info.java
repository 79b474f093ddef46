/**
 * The views as tools of the Model Context Protocol, for language models of others. Reads only: no
 * tool changes anything. Imports the protocol's SDK and Javalin.
 */
@NullMarked
package io.aicloudops.assistant.mcp;

import org.jspecify.annotations.NullMarked;
