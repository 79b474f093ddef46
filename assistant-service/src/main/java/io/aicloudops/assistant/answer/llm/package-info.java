/**
 * The language model, where one is configured: it words an answer that the agents have composed,
 * and decides nothing. One decorator per concern: redaction, time limit, retry, rest after failure.
 * With {@code knowledge.index} the only package that knows langchain4j.
 */
@NullMarked
package io.aicloudops.assistant.answer.llm;

import org.jspecify.annotations.NullMarked;
