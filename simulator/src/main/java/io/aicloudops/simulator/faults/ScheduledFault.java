package io.aicloudops.simulator.faults;

import io.aicloudops.simulator.shop.model.ServiceSpec;
import io.aicloudops.simulator.shop.model.ShopMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault to come.
 *
 * @param after how long from when the schedule is handed in
 * @param service empty for the type's usual one
 */
public record ScheduledFault(Duration after, FaultType type, Optional<String> service) {

  private static final Pattern TEXT =
      Pattern.compile("([a-z-]+)(?::([a-z-]+))?@([0-9]{1,6})(s|m|h)");

  /**
   * Reads {@code FAULT[:SERVICE]@TIME}, such as {@code bad-rollout@60s} or {@code
   * cpu-burn:cart@5m}.
   *
   * @throws IllegalArgumentException if it is none, or no such fault can strike; the message says
   *     what there is
   */
  public static ScheduledFault parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          text + " is not FAULT@TIME or FAULT:SERVICE@TIME, such as bad-rollout@60s");
    }
    FaultType type =
        FaultType.of(parts.group(1))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        parts.group(1)
                            + " is no fault; there are "
                            + Arrays.stream(FaultType.values())
                                .map(FaultType::id)
                                .collect(Collectors.joining(", "))));
    Optional<String> service = Optional.ofNullable(parts.group(2));
    service.ifPresent(name -> type.checkTarget(spec(name)));
    long number = Long.parseLong(parts.group(3));
    Duration after =
        switch (parts.group(4)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    return new ScheduledFault(after, type, service);
  }

  private static ServiceSpec spec(String name) {
    return ShopMap.services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " is no service of the shop; there are "
                        + ShopMap.services().stream()
                            .map(ServiceSpec::name)
                            .collect(Collectors.joining(", "))));
  }
}
