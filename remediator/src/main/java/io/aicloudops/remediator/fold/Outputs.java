package io.aicloudops.remediator.fold;

import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.Remediation;
import java.util.ArrayList;
import java.util.List;

/** What one input led to: remediations in their new state, then intents to try. */
public record Outputs(List<Remediation> remediations, List<Intent> intents) {

  /** Nothing happened. */
  public static Outputs none() {
    return new Outputs(List.of(), List.of());
  }

  static Outputs of(Remediation remediation, Intent... intents) {
    return new Outputs(List.of(remediation), List.of(intents));
  }

  /** With a state that was passed on the way, so that the audit has it too. */
  Outputs withEarlier(Remediation passed) {
    return new Outputs(List.of(passed), List.of()).and(this);
  }

  Outputs and(Outputs more) {
    List<Remediation> all = new ArrayList<>(remediations);
    all.addAll(more.remediations);
    List<Intent> tries = new ArrayList<>(intents);
    tries.addAll(more.intents);
    return new Outputs(List.copyOf(all), List.copyOf(tries));
  }
}
