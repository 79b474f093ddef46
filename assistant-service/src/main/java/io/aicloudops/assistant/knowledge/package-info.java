/**
 * The bilingual knowledge base: runbooks, how they are cut into passages, and how the rankings of
 * several searches become one. Pure: imports the JDK and the fault catalogue only; the search
 * engines and embedding models behind its interfaces live in {@code knowledge.index}.
 */
@NullMarked
package io.aicloudops.assistant.knowledge;

import org.jspecify.annotations.NullMarked;
