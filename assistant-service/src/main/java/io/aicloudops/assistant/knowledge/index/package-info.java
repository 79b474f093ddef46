/**
 * The engines behind the knowledge base: Lucene for words and vectors, Chroma for vectors, ONNX
 * models for embeddings, and the runbooks that ship in the jar. The only package that knows Lucene,
 * and together with {@code answer.llm} the only ones that know langchain4j.
 */
@NullMarked
package io.aicloudops.assistant.knowledge.index;

import org.jspecify.annotations.NullMarked;
