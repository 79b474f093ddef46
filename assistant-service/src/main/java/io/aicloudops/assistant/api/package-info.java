/**
 * The REST API: reads parameters, asks the views, writes JSON. No decisions here: what is computed
 * is in {@code insight}, what is commanded in {@code commands}. Imports Javalin and Jackson.
 */
@NullMarked
package io.aicloudops.assistant.api;

import org.jspecify.annotations.NullMarked;
