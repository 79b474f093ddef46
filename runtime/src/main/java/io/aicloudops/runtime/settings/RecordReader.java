package io.aicloudops.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration into records: a component {@code maxBody} is the key {@code max-body}.
 * Understands text, numbers, booleans, durations, URIs, paths, secrets, enums, nested records, and
 * lists and maps of these.
 */
final class RecordReader {

  private final List<String> problems;
  private final UnaryOperator<String> origin;

  /**
   * @param problems where problems are added, one line each
   * @param origin says of a path how a person would find it
   */
  RecordReader(List<String> problems, UnaryOperator<String> origin) {
    this.problems = problems;
    this.origin = origin;
  }

  /** The key of a record's component. */
  static String keyOf(RecordComponent component) {
    return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** The record, or null if there were problems. */
  <T> @Nullable T read(Config config, String path, Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    reportUnknown(config, path, components);
    Object[] values = new Object[components.length];
    int before = problems.size();
    for (int i = 0; i < components.length; i++) {
      String key = keyOf(components[i]);
      values[i] = component(config, path.isEmpty() ? key : path + "." + key, key, components[i]);
    }
    return problems.size() > before ? null : construct(type, components, values, path);
  }

  private void reportUnknown(Config config, String path, RecordComponent[] components) {
    List<String> known = Arrays.stream(components).map(RecordReader::keyOf).sorted().toList();
    for (String key : config.root().keySet()) {
      if (!known.contains(key)) {
        problems.add(
            origin.apply(path + "." + key) + ": unknown; there are " + String.join(", ", known));
      }
    }
  }

  private <T> @Nullable T construct(
      Class<T> type, RecordComponent[] components, Object[] values, String path) {
    Class<?>[] signature =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(signature);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      // A record's own check; its message says what is wrong.
      problems.add(origin.apply(path) + ": " + Objects.requireNonNull(e.getCause()).getMessage());
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no record that settings can be read into", e);
    }
  }

  private @Nullable Object component(
      Config config, String path, String key, RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    boolean given = config.hasPath("\"" + key + "\"");
    if (component.getType().isRecord() && component.getType() != Secret.class) {
      return read(
          given ? group(config, key, path) : ConfigFactory.empty(), path, component.getType());
    }
    Config source = config;
    if (!given) {
      if (setting == null || setting.byDefault().equals(Setting.REQUIRED)) {
        problems.add(
            origin.apply(path) + ": missing" + (setting == null ? "" : ": " + setting.value()));
        return null;
      }
      source = ConfigFactory.parseString("\"" + key + "\" = " + defaultText(component, setting));
    }
    return value(source.getValue("\"" + key + "\""), path, component.getGenericType());
  }

  private static String defaultText(RecordComponent component, Setting setting) {
    boolean structured =
        List.class.isAssignableFrom(component.getType())
            || Map.class.isAssignableFrom(component.getType());
    String text = setting.byDefault();
    return structured ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private Config group(Config config, String key, String path) {
    try {
      return config.getConfig("\"" + key + "\"");
    } catch (ConfigException.WrongType e) {
      problems.add(origin.apply(path) + ": should be a group of settings");
      return ConfigFactory.empty();
    }
  }

  private @Nullable Object value(ConfigValue value, String path, Type type) {
    try {
      if (type instanceof ParameterizedType parameterized) {
        return structured(value, path, parameterized);
      }
      Class<?> plain = (Class<?>) type;
      if (plain.isRecord() && plain != Secret.class) {
        return read(value.atKey("v").getConfig("v"), path, plain);
      }
      return scalar(value, plain);
    } catch (ConfigException | IllegalArgumentException e) {
      String shown = type == Secret.class ? "***" : value.unwrapped().toString();
      problems.add(origin.apply(path) + ": \"" + shown + "\" is not " + describe(type));
      return null;
    }
  }

  private @Nullable Object structured(ConfigValue value, String path, ParameterizedType type) {
    if (type.getRawType() == List.class) {
      List<Object> items = new ArrayList<>();
      int index = 0;
      for (ConfigValue item : listOf(value)) {
        Object read = value(item, path + "[" + index++ + "]", type.getActualTypeArguments()[0]);
        if (read != null) {
          items.add(read);
        }
      }
      return List.copyOf(items);
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    value
        .atKey("v")
        .getObject("v")
        .forEach(
            (key, item) -> {
              Object read = value(item, path + "." + key, type.getActualTypeArguments()[1]);
              if (read != null) {
                entries.put(key, read);
              }
            });
    return Map.copyOf(entries);
  }

  private static List<? extends ConfigValue> listOf(ConfigValue value) {
    if (value.valueType() == ConfigValueType.STRING) {
      // From an environment variable: a, b, c
      String text = value.unwrapped().toString().trim();
      return Arrays.stream(text.split(","))
          .map(String::trim)
          .filter(s -> !s.isEmpty())
          .map(com.typesafe.config.ConfigValueFactory::fromAnyRef)
          .toList();
    }
    return value.atKey("v").getList("v");
  }

  private static Object scalar(ConfigValue value, Class<?> type) {
    Config at = value.atKey("v");
    if (type == String.class) {
      return at.getString("v");
    }
    if (type == Secret.class) {
      return new Secret(at.getString("v"));
    }
    if (type == int.class || type == Integer.class) {
      return at.getInt("v");
    }
    if (type == long.class) {
      return value.valueType() == ConfigValueType.STRING ? at.getBytes("v") : at.getLong("v");
    }
    if (type == double.class || type == Double.class) {
      return at.getDouble("v");
    }
    if (type == boolean.class || type == Boolean.class) {
      return at.getBoolean("v");
    }
    if (type == Duration.class) {
      return at.getDuration("v");
    }
    if (type == URI.class) {
      return URI.create(at.getString("v"));
    }
    if (type == Path.class) {
      return Path.of(at.getString("v"));
    }
    if (type.isEnum()) {
      return constant(type, at.getString("v"));
    }
    throw new IllegalStateException("settings cannot be of " + type);
  }

  private static Object constant(Class<?> type, String text) {
    for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
      if (enumText(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static String enumText(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String describe(Type type) {
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Duration.class) {
      return "a duration such as 15s or 5m";
    }
    if (type == URI.class) {
      return "a URL";
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      List<String> texts =
          Arrays.stream(Objects.requireNonNull(c.getEnumConstants()))
              .map(RecordReader::enumText)
              .toList();
      return "one of " + String.join(", ", texts);
    }
    if (type instanceof ParameterizedType p) {
      return p.getRawType() == List.class ? "a list" : "a group of settings";
    }
    return "readable text";
  }
}
