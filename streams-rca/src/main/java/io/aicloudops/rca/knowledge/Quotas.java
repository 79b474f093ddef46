package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.K8sEvent;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which quota refused what: the API server's refusals name it, and so does the quota's state. */
final class Quotas {

  /** As in k8s.io/apiserver's quota admission: {@code exceeded quota: NAME, requested: …}. */
  private static final Pattern REFUSAL =
      Pattern.compile("exceeded quota: ([a-z0-9][-.a-z0-9]*)(?:, requested: (\\S+?),? used:)?");

  private Quotas() {}

  /** Adds the quota's name and what it had no room for. */
  static void name(List<Fact> facts, Map<String, String> into) {
    for (Fact fact : facts) {
      if (fact.source().getBody() instanceof K8sEvent event) {
        Matcher refusal = REFUSAL.matcher(event.getMessage());
        if (refusal.find()) {
          into.put("quota", refusal.group(1));
          String requested = refusal.group(2);
          into.put(
              "finding",
              "quota "
                  + refusal.group(1)
                  + (requested == null ? " is used up" : " has no room for " + requested));
          return;
        }
        String named = event.getAttributes().getOrDefault("quota", "");
        if (!named.isEmpty()) {
          into.put("quota", named);
          into.put("finding", "quota " + named + ": " + event.getMessage());
        }
      }
    }
  }
}
