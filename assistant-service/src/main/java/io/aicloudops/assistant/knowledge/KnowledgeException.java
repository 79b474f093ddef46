package io.aicloudops.assistant.knowledge;

/** A search engine, vector store or embedding model is not there or failed. */
public class KnowledgeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public KnowledgeException(String message, Throwable cause) {
    super(message, cause);
  }
}
