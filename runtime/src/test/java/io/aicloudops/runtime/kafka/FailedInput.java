package io.aicloudops.runtime.kafka;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;

/** The input at offset 7 of {@code in-0}, with key 8, on which something failed. */
final class FailedInput implements ErrorHandlerContext {

  private final byte[] value;

  FailedInput(byte[] value) {
    this.value = value;
  }

  @Override
  public String topic() {
    return "in";
  }

  @Override
  public int partition() {
    return 0;
  }

  @Override
  public long offset() {
    return 7;
  }

  @Override
  public Headers headers() {
    return new RecordHeaders();
  }

  @Override
  public String processorNodeId() {
    return "node";
  }

  @Override
  public TaskId taskId() {
    return new TaskId(0, 0);
  }

  @Override
  public long timestamp() {
    return 1;
  }

  @Override
  public byte[] sourceRawKey() {
    return new byte[] {8};
  }

  @Override
  public byte[] sourceRawValue() {
    return value;
  }
}
