package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.rank.Causes;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.K8sEvent;
import java.util.Locale;

/** Facts as sentences for people. */
final class Texts {

  private static final int LONGEST = 300;

  private Texts() {}

  static String of(Fact fact) {
    Object body = fact.source().getBody();
    String name = Causes.shortName(fact.entity());
    String text;
    if (body instanceof Anomaly a) {
      text =
          String.format(
              Locale.ROOT,
              "%s: %s is %s: %s where %s was expected",
              name,
              a.getSignal(),
              a.getDirection() == Direction.DOWN ? "low" : "high",
              number(a.getValue()),
              number(a.getExpected()));
    } else if (body instanceof Alert a) {
      String summary = a.getAnnotations().getOrDefault("summary", "");
      text = name + ": alert " + a.getName() + (summary.isEmpty() ? "" : ": " + summary);
    } else if (body instanceof K8sEvent e) {
      text = name + ": " + e.getObject() + " " + e.getReason();
      text = e.getMessage().isEmpty() ? text : text + ": " + e.getMessage();
    } else if (body instanceof Change c) {
      text = name + ": " + c.getKind().toString().toLowerCase(Locale.ROOT) + ": " + c.getSummary();
    } else {
      text = name;
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nothing";
    }
    double size = Math.abs(value);
    return size != 0 && (size < 0.01 || size >= 1e6)
        ? String.format(Locale.ROOT, "%.2e", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
