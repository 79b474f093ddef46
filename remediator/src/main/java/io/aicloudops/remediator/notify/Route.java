package io.aicloudops.remediator.notify;

import io.aicloudops.remediator.guard.TimeWindow;
import io.aicloudops.remediator.notify.message.Item;
import io.aicloudops.runtime.settings.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Who is told what. All conditions of a route have to hold. */
public record Route(
    @Setting(
            value =
                "Conditions like team=payments, env!=dev, namespace=~shop-.*, severity=critical: on labels of the object, and on cluster, namespace, kind, name, severity, fault, news (opened, cause, resolved, approval, verified, undone, escalated).",
            byDefault = "[]")
        List<String> match,
    @Setting(
            value =
                "Hours in which it holds, e.g. Mon-Fri 09:00-18:00 Asia/Shanghai; UTC without a zone; * for always.",
            byDefault = "*")
        String window,
    @Setting("Names of receivers; default is the one of this section, none tells nobody.")
        List<String> receivers,
    @Setting(value = "Look at the routes after it as well.", byDefault = "false") boolean further) {

  private static final String ALWAYS = "*";

  public Route {
    match = List.copyOf(match);
    receivers = List.copyOf(receivers);
    for (int i = 0; i < match.size(); i++) {
      try {
        Matcher.parse(match.get(i));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("match[" + i + "]: " + e.getMessage(), e);
      }
    }
    if (!window.equals(ALWAYS)) {
      TimeWindow.parse(window);
    }
  }

  /**
   * True if it holds.
   *
   * @param attributes of what is told, see {@link Item#attributes}
   * @param time of what is told, not of the telling, so that the same news takes the same way after
   *     a restart
   */
  boolean fits(Map<String, String> attributes, Instant time) {
    return (window.equals(ALWAYS) || TimeWindow.parse(window).covers(time))
        && match.stream().allMatch(text -> Matcher.parse(text).fits(attributes));
  }
}
