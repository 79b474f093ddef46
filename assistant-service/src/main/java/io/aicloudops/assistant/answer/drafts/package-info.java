/**
 * What the coder writes: queries, alert rules and policies from templates, each read back by a
 * parser before it is shown. Pure but for the YAML parser.
 */
@NullMarked
package io.aicloudops.assistant.answer.drafts;

import org.jspecify.annotations.NullMarked;
