package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.faults.FormerValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans that change a workload itself. */
final class WorkloadPlans {

  private static final long MEBIBYTE = 1L << 20;

  /** Head-room over the most memory that was ever measured. */
  private static final double OVER_PEAK = 1.3;

  private final PlanLimits limits;

  WorkloadPlans(PlanLimits limits) {
    this.limits = limits;
  }

  Planning restart(Request request) {
    return request.planned(
        Map.of("restartedAt", request.now().toString()),
        "restart " + request.name(),
        "重启 " + request.name());
  }

  Planning resume(Request request) {
    return request.planned(
        Map.of(), "resume the rollout of " + request.name(), "恢复 " + request.name() + " 的发布");
  }

  Planning deletePod(Request request) {
    String pod = request.facts().getOrDefault("pod", "");
    return pod.isEmpty()
        ? Request.nothing("which pod of " + request.name() + " is at fault is not known")
        : request.planned(
            Map.of("pod", pod),
            "replace the pod " + pod + " of " + request.name(),
            "重建 " + request.name() + " 的 Pod " + pod);
  }

  Planning rollback(Request request) {
    Map<String, String> facts = request.facts();
    String from = facts.getOrDefault("revision", "");
    String to = facts.getOrDefault("healthyRevision", facts.getOrDefault("previousRevision", ""));
    if (!to.isEmpty() && to.equals(from)) {
      return Request.nothing(request.name() + " has no earlier revision that was healthy");
    }
    String target = to.isEmpty() ? "the last revision" : "revision " + to;
    String targetZh = to.isEmpty() ? "上一个版本" : "版本 " + to;
    return request.planned(
        Map.of("fromRevision", from, "toRevision", to),
        "roll " + request.name() + " back to " + target,
        "将 " + request.name() + " 回滚到" + targetZh);
  }

  Planning scale(Request request, Optional<Scaling> scaling) {
    String name = request.name();
    long known = number(request.attribute("replicas"));
    int current =
        known >= 0
            ? (int) Math.min(Integer.MAX_VALUE, known)
            : scaling.map(Scaling::getCurrent).orElse(-1);
    if (current < 0) {
      return Request.nothing("the present number of replicas of " + name + " is not known");
    }
    if (request.fault() == FaultKind.CONSUMER_LAG
        && number(request.facts().get("partitions")) <= current) {
      return Request.nothing(
          "more consumers than partitions would be idle, and no more partitions than the "
              + current
              + " replicas of "
              + name
              + " are known");
    }
    int recommended = scaling.map(Scaling::getRecommended).orElse(0);
    int replicas =
        new Replicas(limits, request.origin(), request.fault(), request.facts())
            .from(current, recommended);
    if (Replicas.against(request.fault(), replicas, current)) {
      return Request.nothing(
          name + " has " + current + " replicas by now; " + replicas + " would make it worse");
    }
    if (replicas == current) {
      return Request.nothing(
          name + " has " + current + " replicas already; limits allow no more change");
    }
    return request.planned(
        Map.of("replicas", Integer.toString(replicas), "fromReplicas", Integer.toString(current)),
        "scale " + name + " from " + current + " to " + replicas,
        "将 " + name + " 从 " + current + " 个副本调整到 " + replicas,
        replicas > current
            ? "cost; a dependency may be the true limit"
            : "head-room before a peak");
  }

  Planning raiseMemory(Request request) {
    String name = request.name();
    long limit = number(request.knownAs("memoryLimit"));
    if (limit <= 0) {
      return Request.nothing("the memory limit of " + name + " is not known");
    }
    long raised =
        Math.min(
            limits.memoryCeiling(),
            (long) Math.ceil(limit * limits.memoryFactor() / MEBIBYTE) * MEBIBYTE);
    if (raised <= limit) {
      return Request.nothing(
          "the memory limit of "
              + name
              + " is at the ceiling of "
              + limits.memoryCeiling() / MEBIBYTE
              + " MiB");
    }
    return request.planned(
        Map.of(
            "container", request.facts().getOrDefault("container", ""),
            "memoryLimit", Long.toString(raised),
            "fromMemoryLimit", Long.toString(limit)),
        "raise the memory limit of %s from %d to %d MiB"
            .formatted(name, limit / MEBIBYTE, raised / MEBIBYTE),
        "将 %s 的内存限制从 %d MiB 提高到 %d MiB".formatted(name, limit / MEBIBYTE, raised / MEBIBYTE));
  }

  /** A person may ask for {@code cpuLimit = none}: then the limit is dropped. */
  Planning raiseCpu(Request request) {
    String name = request.name();
    String container = request.facts().getOrDefault("container", "");
    if (request.origin() == Origin.REQUEST
        && request.facts().getOrDefault("cpuLimit", "").equals("none")) {
      return request.planned(
          Map.of("container", container, "cpuLimit", "none"),
          "drop the CPU limit of " + name,
          "取消 " + name + " 的 CPU 限制");
    }
    String before = request.knownAs("cpuLimit");
    if (!before.matches("\\d{1,9}(\\.\\d{1,9})?") || Double.parseDouble(before) <= 0) {
      return Request.nothing("the CPU limit of " + name + " is not known");
    }
    double limit = Double.parseDouble(before);
    BigDecimal raised =
        BigDecimal.valueOf(Math.min(limits.cpuCeiling(), limit * limits.cpuFactor()))
            .setScale(3, RoundingMode.HALF_UP);
    if (raised.doubleValue() <= limit) {
      return Request.nothing(
          "the CPU limit of " + name + " is at the ceiling of " + limits.cpuCeiling() + " cores");
    }
    String millis = raised.movePointRight(3).toBigInteger() + "m";
    return request.planned(
        Map.of("container", container, "cpuLimit", millis, "fromCpuLimit", before),
        "raise the CPU limit of %s from %s to %s cores"
            .formatted(name, before, raised.stripTrailingZeros().toPlainString()),
        "将 %s 的 CPU 限制从 %s 核提高到 %s 核"
            .formatted(name, before, raised.stripTrailingZeros().toPlainString()));
  }

  /**
   * Lowers a request only to what is known to do: what it was before the change held responsible,
   * what the workload was seen to need, or what a person says.
   */
  Planning lowerRequest(Request request) {
    String asked = request.facts().getOrDefault("request", "");
    String resource = request.facts().getOrDefault("resource", "");
    if (request.origin() == Origin.REQUEST && !asked.isEmpty() && !resource.isEmpty()) {
      return lowered(request, resource, asked, "as asked");
    }
    for (String of : new String[] {"cpu", "memory"}) {
      Optional<String> former =
          FormerValues.in(request.facts()).entrySet().stream()
              .filter(e -> e.getKey().startsWith(FormerValues.FORMER))
              .filter(e -> e.getKey().endsWith("resources.requests." + of))
              .map(Map.Entry::getValue)
              .findFirst();
      if (former.isPresent()) {
        return lowered(request, of, former.get(), "what it was before the change");
      }
    }
    long peak = number(request.facts().get("peakMemory"));
    long wanted = number(request.knownAs("memoryRequest"));
    long enough = (long) Math.ceil(peak * OVER_PEAK / MEBIBYTE);
    if (peak > 0 && enough * MEBIBYTE < wanted) {
      return lowered(request, "memory", enough + "Mi", "what it was seen to use and a third more");
    }
    return Request.nothing(
        "no request of "
            + request.name()
            + " is known to be too large: add a node or make room on those there are");
  }

  private static Planning lowered(Request request, String resource, String to, String why) {
    return request.planned(
        Map.of(
            "container", request.facts().getOrDefault("container", ""),
            "resource", resource,
            "request", to),
        "lower the %s request of %s to %s, %s".formatted(resource, request.name(), to, why),
        "将 %s 的 %s 请求降低到 %s".formatted(request.name(), resource, to));
  }

  Planning clearNodeName(Request request) {
    return request.planned(
        Map.of(),
        "clear the node name in the template of " + request.name(),
        "清除 " + request.name() + " 模板中的节点名");
  }

  /** The number in a text, or -1 if there is none. */
  static long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}
