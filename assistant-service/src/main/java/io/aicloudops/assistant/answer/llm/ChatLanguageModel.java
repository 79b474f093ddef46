package io.aicloudops.assistant.answer.llm;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A streaming chat model of langchain4j. */
final class ChatLanguageModel implements LanguageModel {

  private final String name;
  private final StreamingChatModel model;

  ChatLanguageModel(String name, StreamingChatModel model) {
    this.name = name;
    this.model = model;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void write(Prompt prompt, Consumer<String> sink) throws ModelException {
    Answering answering = new Answering(sink);
    List<ChatMessage> messages =
        prompt.messages().stream().map(ChatLanguageModel::message).toList();
    try {
      model.chat(messages, answering);
      String complete = answering.end.get();
      if (complete.isBlank()) {
        throw new ModelException(name + " gave an empty answer", true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(name + " was interrupted", false, e);
    } catch (ExecutionException e) {
      throw failed(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) {
      throw failed(e);
    } finally {
      answering.over = true;
    }
  }

  private ModelException failed(Throwable cause) {
    return new ModelException(
        name + " failed: " + cause.getMessage(), !(cause instanceof NonRetriableException), cause);
  }

  private static ChatMessage message(Prompt.Message message) {
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(message.text());
      case USER -> UserMessage.from(message.text());
      case ASSISTANT -> AiMessage.from(message.text());
    };
  }

  /** Hands the pieces on until the call is over, then has the connection closed. */
  private static final class Answering implements StreamingChatResponseHandler {
    private final Consumer<String> sink;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private volatile boolean over;

    Answering(Consumer<String> sink) {
      this.sink = sink;
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
      if (over) {
        context.streamingHandle().cancel();
      } else {
        sink.accept(piece.text());
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      String text = response.aiMessage().text();
      end.complete(text == null ? "" : text);
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }
  }
}
