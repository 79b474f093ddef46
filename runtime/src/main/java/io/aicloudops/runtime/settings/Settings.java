package io.aicloudops.runtime.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a process: a HOCON, JSON or YAML file, overlaid by the environment, overlaid
 * by what the command sets itself.
 *
 * <p>An environment variable {@code AIOPS_HTTP__MAX_BODY} stands for {@code http.max-body}: two
 * underscores for the dot, one for the hyphen.
 */
public final class Settings {

  /** Environment variables that begin so are settings. */
  public static final String ENVIRONMENT_PREFIX = "AIOPS_";

  private final Config config;
  private final Map<String, String> origins;

  private Settings(Config config, Map<String, String> origins) {
    this.config = config;
    this.origins = origins;
  }

  /**
   * Reads the configuration.
   *
   * @param file a {@code .conf}, {@code .json}, {@code .yaml} or {@code .yml} file, or null for
   *     none
   * @param environment the process' environment
   * @param overrides what the command line says, by path; the strongest
   * @throws SettingsException if the file cannot be read or parsed
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<String, ?> overrides) {
    Config fromFile = file == null ? ConfigFactory.empty() : parse(file);
    Map<String, String> origins = new TreeMap<>();
    Config merged = fromFile;
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(ENVIRONMENT_PREFIX)) {
        String path = pathOf(variable.getKey());
        origins.put(path, variable.getKey());
        merged =
            merged.withValue(
                path, ConfigValueFactory.fromAnyRef(variable.getValue(), variable.getKey()));
      }
    }
    for (Map.Entry<String, ?> override : overrides.entrySet()) {
      merged =
          merged.withValue(
              override.getKey(),
              ConfigValueFactory.fromAnyRef(override.getValue(), "command line"));
    }
    try {
      return new Settings(merged.resolve(), origins);
    } catch (ConfigException e) {
      throw new SettingsException(List.of(e.getMessage()));
    }
  }

  /** Settings from values by path alone, for tests and embedded use. */
  public static Settings of(Map<String, ?> values) {
    return load(null, Map.of(), values);
  }

  /** The same settings, with these values by path where nothing is configured. */
  public Settings withDefaults(Map<String, ?> defaults) {
    Config merged = config;
    for (Map.Entry<String, ?> entry : defaults.entrySet()) {
      if (!config.hasPath(entry.getKey())) {
        merged =
            merged.withValue(
                entry.getKey(), ConfigValueFactory.fromAnyRef(entry.getValue(), "built in"));
      }
    }
    return new Settings(merged, origins);
  }

  private static String pathOf(String variable) {
    return variable
        .substring(ENVIRONMENT_PREFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace("__", ".")
        .replace('_', '-');
  }

  private static Config parse(Path file) {
    String name = file.getFileName().toString();
    try {
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        Map<?, ?> tree = new YAMLMapper().readValue(Files.readString(file), Map.class);
        return tree == null
            ? ConfigFactory.empty()
            : ConfigValueFactory.fromMap(stringKeys(tree), name).toConfig();
      }
      ConfigSyntax syntax = name.endsWith(".json") ? ConfigSyntax.JSON : ConfigSyntax.CONF;
      return ConfigFactory.parseString(
          Files.readString(file),
          ConfigParseOptions.defaults().setSyntax(syntax).setOriginDescription(name));
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          List.of(
              file
                  + ": "
                  + e.getOriginalMessage()
                  + " (line "
                  + e.getLocation().getLineNr()
                  + ")"));
    } catch (IOException e) {
      throw new SettingsException(List.of(file + ": cannot be read: " + e.getMessage()));
    } catch (ConfigException e) {
      throw new SettingsException(List.of(file + ": " + e.getMessage()));
    }
  }

  private static Map<String, Object> stringKeys(Map<?, ?> tree) {
    Map<String, Object> out = new TreeMap<>();
    tree.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            out.put(String.valueOf(key), stringKeys(inner));
          } else if (value != null) {
            out.put(String.valueOf(key), value);
          }
        });
    return out;
  }

  /**
   * Reads a section.
   *
   * @throws SettingsException with every unknown key, missing value and bad value of it
   */
  public <T extends Record> T read(Section<T> section) {
    List<String> problems = new ArrayList<>();
    T value =
        new RecordReader(problems, this::origin)
            .read(subtree(section.path()), section.path(), section.type());
    if (value == null || !problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return value;
  }

  /**
   * Checks that all sections can be read and that nothing else is configured.
   *
   * @throws SettingsException with every problem of the whole configuration
   */
  public void check(Collection<Section<?>> sections) {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> top : config.root().entrySet()) {
      boolean known = sections.stream().anyMatch(s -> first(s.path()).equals(top.getKey()));
      if (!known) {
        List<String> names =
            sections.stream().map(s -> first(s.path())).distinct().sorted().toList();
        problems.add(origin(top.getKey()) + ": unknown; there are " + String.join(", ", names));
      }
    }
    for (Section<?> section : sections) {
      new RecordReader(problems, this::origin)
          .read(subtree(section.path()), section.path(), section.type());
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private static String first(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  private Config subtree(String path) {
    if (!config.hasPath(path)) {
      return ConfigFactory.empty();
    }
    try {
      return config.getConfig(path);
    } catch (ConfigException.WrongType e) {
      throw new SettingsException(List.of(origin(path) + ": should be a group of settings"));
    }
  }

  private String origin(String path) {
    String variable = origins.get(path);
    return variable == null ? path : path + " (from " + variable + ")";
  }
}
