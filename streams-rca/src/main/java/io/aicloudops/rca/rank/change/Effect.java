package io.aicloudops.rca.rank.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a diff changes what a program does, told from its lines alone: code that only moved
 * changes nothing, a setting that became another by far changes much, and so does what is taken
 * away without anything in its place.
 */
final class Effect {

  private static final double MOVED = -0.5;
  private static final double TAKEN = 0.8;
  private static final double OTHER_WORD = 0.6;
  private static final int FEW = 3;

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern VALUE = Pattern.compile("(?<=[:=])\\s*[\\w.\"'-]+[,;]?$");
  private static final Pattern EMPTY = Pattern.compile("[\\s(){}\\[\\];,]*|(//|#|\\*|--|/\\*).*");

  private Effect() {}

  /** The effect of a unified diff, from -0.5 for code that only moved to 1. */
  static double of(String diff) {
    List<String> gone = new ArrayList<>();
    List<String> came = new ArrayList<>();
    diff.lines()
        .filter(line -> !line.startsWith("---") && !line.startsWith("+++"))
        .filter(line -> line.startsWith("-") || line.startsWith("+"))
        .forEach(
            line -> {
              String text = line.substring(1).strip();
              if (!EMPTY.matcher(text).matches()) {
                (line.charAt(0) == '-' ? gone : came).add(text);
              }
            });
    int before = gone.size();
    for (String line : List.copyOf(gone)) {
      if (came.remove(line)) {
        gone.remove(line);
      }
    }
    if (before > 0 && gone.isEmpty() && came.size() <= FEW) {
      return MOVED;
    }
    if (came.isEmpty()) {
      return gone.isEmpty() ? 0 : TAKEN;
    }
    double most = 0;
    for (String line : gone) {
      for (String other : came) {
        most = Math.max(most, turned(line, other));
      }
    }
    return most;
  }

  /** How far a setting was turned; 0 if the lines are no old and new value of one. */
  private static double turned(String before, String after) {
    if (bare(NUMBER, before).equals(bare(NUMBER, after))) {
      Matcher old = NUMBER.matcher(before);
      Matcher now = NUMBER.matcher(after);
      double most = 0;
      while (old.find() && now.find()) {
        double a = Double.parseDouble(old.group());
        double b = Double.parseDouble(now.group());
        double far = a > 0 && b > 0 ? Math.abs(StrictMath.log10(a / b)) : a == b ? 0 : 1;
        most = Math.max(most, far);
      }
      return Math.min(1, most);
    }
    boolean sameKey =
        VALUE.matcher(before).find() && bare(VALUE, before).equals(bare(VALUE, after));
    return sameKey ? OTHER_WORD : 0;
  }

  private static String bare(Pattern value, String line) {
    return value.matcher(line).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
