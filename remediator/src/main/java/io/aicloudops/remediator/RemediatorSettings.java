package io.aicloudops.remediator;

import io.aicloudops.remediator.fold.FoldSettings;
import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.remediator.notify.NotifySettings;
import io.aicloudops.remediator.plan.PlanLimits;
import io.aicloudops.remediator.policy.PolicyMapSettings;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;

/** What the remediator may do and how long it waits. */
public record RemediatorSettings(
    @Setting(value = "What is allowed.") Policy policy,
    @Setting(value = "The cluster's own policy.") PolicyMapSettings policyMap,
    @Setting(value = "How far a single action may go.") PlanLimits limits,
    @Setting(value = "Times.") FoldSettings times,
    @Setting(value = "Who is told, and how.") NotifySettings notifications) {

  /** Where the settings stand. */
  public static final Section<RemediatorSettings> SECTION =
      new Section<>("remediator", RemediatorSettings.class);
}
