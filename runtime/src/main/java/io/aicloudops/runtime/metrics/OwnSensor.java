package io.aicloudops.runtime.metrics;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Every count that a stream topology keeps beside Kafka's own, in Kafka's metrics of the task. */
public enum OwnSensor {
  DROPPED_SAMPLES(
      "detect",
      "dropped-samples",
      "Samples beyond rca.detect.max-series, or older than their series."),
  DROPPED_CALLS(
      "content",
      "dropped-calls",
      "Batches of calls that came more than 5 minutes after their interval was told: a sender's backlog, or its clock is behind."),
  DROPPED_LOGS("content", "dropped-logs", "The same of batches of lines.");

  private final String scope;
  private final String id;
  private final String description;

  OwnSensor(String scope, String id, String description) {
    this.scope = scope;
    this.id = id;
    this.description = description;
  }

  /** Its name on the page that Prometheus scrapes; a counter for each task. */
  public String exposedAs() {
    return ("kafka_stream_" + scope + "_" + id + "_total").replace('-', '_');
  }

  /** What it tells; one sentence. */
  public String description() {
    return description;
  }

  /** Its labels, in order. */
  public List<String> labels() {
    return List.of("task_id");
  }

  /** The sensor of a task, for what happens from now on; a recorded value is so many. */
  public Sensor of(ProcessingContext context) {
    String task = context.taskId().toString();
    Sensor sensor =
        context.metrics().addSensor(scope + "." + id + "." + task, Sensor.RecordingLevel.INFO);
    sensor.add(
        new MetricName(
            id + "-total", "stream-" + scope + "-metrics", description, Map.of("task-id", task)),
        new CumulativeSum());
    return sensor;
  }
}
