package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.dialogue.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Foreign text and figures as they may stand in an answer. */
final class Quoted {

  private static final int LONGEST = 300;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Quoted() {}

  /**
   * Text of alerts, events and logs: one line, not too long, without anything Markdown would act
   * on.
   */
  static String text(String foreign) {
    String line =
        foreign.replaceAll("[\\p{Cntrl}\\s]+", " ").replaceAll("[`<>\\[\\]|]", "'").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** An entity for people: the last three parts of its id. */
  static String entity(String id) {
    int slash = id.indexOf('/');
    return text(slash < 0 ? id : id.substring(slash + 1));
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String age(Task task, Instant since) {
    long minutes = Math.max(0, Duration.between(since, task.now()).toMinutes());
    if (minutes < 120) {
      return task.say(minutes + " min", minutes + " 分钟");
    }
    long hours = minutes / 60;
    return hours < 48
        ? task.say(hours + " h", hours + " 小时")
        : task.say(hours / 24 + " days", hours / 24 + " 天");
  }

  static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 1 ? "%.1f" : "%.3g";
    return String.format(Locale.ROOT, format, value);
  }
}
