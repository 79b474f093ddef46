/**
 * One HTTP server for all services of a process: who may ask what, problem+json, limits; and a
 * client with limits. Imports Javalin and the JDK's client.
 */
@NullMarked
package io.aicloudops.runtime.http;

import org.jspecify.annotations.NullMarked;
