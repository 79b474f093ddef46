package io.aicloudops.remediator.policy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.aicloudops.schemas.event.Command;
import java.util.List;
import java.util.Map;

/** A policy as text: the settings of {@code remediator.policy} in HOCON or JSON. */
public final class PolicyText {

  /** The parameter of the command that holds the text; empty for the policy of the settings. */
  public static final String PARAM = "policy";

  /** The role of the command; no token carries it, so that nobody states a policy by the API. */
  public static final String ROLE = "policy-map";

  private static final Section<Policy> SECTION = new Section<>("policy", Policy.class);

  private PolicyText() {}

  /**
   * Reads a policy; what it does not say is as by default.
   *
   * @throws SettingsException with the path of each error
   */
  public static Policy parse(String text) {
    try {
      Config config = ConfigFactory.parseString(text).resolve(ConfigResolveOptions.noSystem());
      return Settings.of(Map.of(SECTION.path(), config.root().unwrapped())).read(SECTION);
    } catch (ConfigException e) {
      throw new SettingsException(List.of(SECTION.path() + ": " + e.getMessage()));
    }
  }

  /** True if the command comes from where policies come from. */
  public static boolean mayState(Command command) {
    return command.getRole().equals(ROLE);
  }
}
