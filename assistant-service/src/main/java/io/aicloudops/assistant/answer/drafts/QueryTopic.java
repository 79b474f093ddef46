package io.aicloudops.assistant.answer.drafts;

import java.util.regex.Pattern;

/** What people want to query, and how; ordered, the first whose words occur is meant. */
enum QueryTopic {
  BURN_RATE(
      "slo|burn|error budget|错误预算|燃烧",
      "High error budget burn",
      "错误预算燃烧过快",
      "sum(rate(http_requests_total{%s,code=~\"5..\"}[%s])) / sum(rate(http_requests_total{%s}[%s])) / (1 - 0.999)",
      "> 14.4"),
  ERRORS(
      "error|5xx|fail|错误|失败|报错",
      "Error ratio",
      "错误率",
      "sum(rate(http_requests_total{%s,code=~\"5..\"}[%s])) / sum(rate(http_requests_total{%s}[%s]))",
      "> 0.05"),
  THROTTLING(
      "throttl|限流|节流",
      "CPU throttling",
      "CPU 节流",
      "sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{%s}[%s])) / sum by (pod) (rate(container_cpu_cfs_periods_total{%s}[%s]))",
      "> 0.25"),
  LATENCY(
      "latency|slow|p\\d\\d|percentile|response time|duration|延迟|耗时|响应|分位|慢",
      "Latency quantile",
      "延迟分位数",
      "histogram_quantile(QUANTILE, sum by (le) (rate(http_request_duration_seconds_bucket{%s}[%s])))",
      "> 0.5"),
  LAG(
      "lag|kafka|consumer|积压|堆积|消费",
      "Consumer lag",
      "消费积压",
      "sum by (consumergroup, topic) (max_over_time(kafka_consumergroup_lag{%s}[%s]))",
      "> 1000"),
  RESTARTS(
      "restart|crash|重启|崩溃",
      "Container restarts",
      "容器重启",
      "sum by (pod) (increase(kube_pod_container_status_restarts_total{%s}[%s]))",
      "> 3"),
  MEMORY(
      "memory|oom|ram|内存",
      "Memory use against its limit",
      "内存与限制之比",
      "max by (pod) (max_over_time(container_memory_working_set_bytes{%s,container!=\"\"}[%s])) / on (pod) max by (pod) (kube_pod_container_resource_limits{resource=\"memory\"})",
      "> 0.9"),
  CPU(
      "cpu|处理器",
      "CPU use in cores",
      "CPU 使用（核）",
      "sum by (pod) (rate(container_cpu_usage_seconds_total{%s,container!=\"\"}[%s]))",
      "> 0.9"),
  DISK(
      "disk|volume|pvc|磁盘|存储|卷",
      "Free share of volumes",
      "存储卷剩余比例",
      "min_over_time(kubelet_volume_stats_available_bytes{%s}[%s]) / kubelet_volume_stats_capacity_bytes",
      "< 0.1"),
  REPLICAS(
      "replica|ready|available|副本|就绪|可用",
      "Missing replicas",
      "缺少的副本",
      "max_over_time(kube_deployment_status_replicas_unavailable{%s}[%s])",
      "> 0"),
  REQUESTS(
      "request|traffic|qps|rate|load|throughput|流量|请求|负载|吞吐",
      "Request rate",
      "请求速率",
      "sum(rate(http_requests_total{%s}[%s]))",
      "> 1000");

  private final Pattern words;
  final String title;
  final String titleZh;
  private final String template;
  final String threshold;

  QueryTopic(String words, String title, String titleZh, String template, String threshold) {
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    this.title = title;
    this.titleZh = titleZh;
    this.template = template;
    this.threshold = threshold;
  }

  boolean meantBy(String text) {
    return words.matcher(text).find();
  }

  /** The expression with its label matchers and window filled in. */
  String expression(String matchers, String window, String quantile) {
    return template
        .replaceFirst("%s", matchers)
        .replaceFirst("%s", window)
        .replaceFirst("%s", matchers)
        .replaceFirst("%s", window)
        .replace("QUANTILE", quantile)
        .replace("{,", "{");
  }

  /** Whether the series are those of pods, which carry the workload's name as a prefix. */
  boolean ofPods() {
    return switch (this) {
      case THROTTLING, RESTARTS, MEMORY, CPU -> true;
      default -> false;
    };
  }
}
