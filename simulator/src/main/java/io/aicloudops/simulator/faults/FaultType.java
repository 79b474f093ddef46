package io.aicloudops.simulator.faults;

import io.aicloudops.simulator.shop.model.ServiceSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The faults there are, each with the service it strikes if none is named. */
public enum FaultType {
  /** A release of a version that exits at start. Mended by a rollback. */
  BAD_ROLLOUT(
      "bad-rollout", "Bad rollout: crash loop", "错误发布：反复崩溃", "cart", false, "crash-after-rollout"),

  /** A release of a tag that does not exist. Mended by a rollback. */
  WRONG_IMAGE(
      "wrong-image",
      "Image tag does not exist",
      "镜像标签不存在",
      "catalogue",
      false,
      "image-unavailable"),

  /**
   * The pods that run now leak until they pass their memory limit, after about 25 s at the default
   * one. Replacing the pods mends it: by a rolling restart or by raising the limit. A restart of
   * the container within its pod only starts the leak anew.
   */
  MEMORY_LEAK(
      "memory-leak",
      "Memory leak until out of memory",
      "内存泄漏直至内存不足",
      "cart",
      false,
      "memory-leak",
      "oom-limit-too-low"),

  /** A runaway task takes nine tenths of the CPU in each running process. Mended by a restart. */
  CPU_BURN(
      "cpu-burn", "Runaway task burns CPU", "失控任务耗尽 CPU", "catalogue", false, "cpu-saturation"),

  /** Each running process takes 0.9 s longer for a request, without CPU. Mended by a restart. */
  SLOW_DEPENDENCY(
      "slow-dependency", "Dependency becomes slow", "依赖变慢", "payment", false, "dependency-slow"),

  /** A release of a version that fails 30 % of the requests. Mended by a rollback. */
  ERROR_BURST(
      "error-burst", "Release that fails requests", "发布后请求出错", "payment", false, "error-burst"),

  /** Each running process loses all its database connections. Mended by a restart. */
  POOL_EXHAUSTED(
      "pool-exhausted",
      "Connection pool exhausted",
      "连接池耗尽",
      "inventory",
      false,
      "connection-pool-exhausted"),

  /**
   * 2.6 times the customers: more than two front instances bear. Mended by scaling the front to
   * three or more.
   */
  TRAFFIC_SURGE(
      "traffic-surge",
      "Traffic surge above capacity",
      "流量激增超过容量",
      "frontend",
      false,
      "load-above-capacity"),

  /** A release of another good version. Nothing is to be mended. */
  HEALTHY_ROLLOUT("healthy-rollout", "Healthy rollout", "正常发布", "catalogue", true),

  /** A quarter more customers for 20 s. Nothing is to be mended. */
  LOAD_WOBBLE("load-wobble", "Short load wobble", "短暂的负载波动", "frontend", true);

  private final String id;
  private final String titleEn;
  private final String titleZh;
  private final String defaultService;
  private final boolean harmless;

  @SuppressWarnings("ImmutableEnumChecker") // An immutable list.
  private final List<String> kinds;

  FaultType(
      String id,
      String titleEn,
      String titleZh,
      String defaultService,
      boolean harmless,
      String... kinds) {
    this.id = id;
    this.titleEn = titleEn;
    this.titleZh = titleZh;
    this.defaultService = defaultService;
    this.harmless = harmless;
    this.kinds = List.of(kinds);
  }

  /** The type of this id; empty if there is none. */
  public static Optional<FaultType> of(String id) {
    return Arrays.stream(values()).filter(type -> type.id.equals(id)).findFirst();
  }

  /**
   * Checks that it can strike a service.
   *
   * @throws IllegalArgumentException if a pool is to be exhausted that the service has not
   */
  void checkTarget(ServiceSpec service) {
    if (this == POOL_EXHAUSTED && service.poolSize() == 0) {
      throw new IllegalArgumentException(service.name() + " has no connection pool to exhaust");
    }
  }

  /** Name in URLs and schedules, such as {@code bad-rollout}. */
  public String id() {
    return id;
  }

  /** Title in English. */
  public String titleEn() {
    return titleEn;
  }

  /** Title in Chinese. */
  public String titleZh() {
    return titleZh;
  }

  /** The service it strikes if none is named. */
  public String defaultService() {
    return defaultService;
  }

  /** True if nothing is to be mended. */
  public boolean harmless() {
    return harmless;
  }

  /** Words for the cause that a diagnosis may rightly use; empty if harmless. */
  public List<String> kinds() {
    return kinds;
  }
}
