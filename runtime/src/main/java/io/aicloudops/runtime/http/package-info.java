/**
 * One HTTP server for all services of a process: who may ask what, problem+json, limits. Imports
 * Javalin.
 */
@NullMarked
package io.aicloudops.runtime.http;

import org.jspecify.annotations.NullMarked;
