package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.capacity.Advice.Reason;
import java.util.Locale;

/** The sentences of an advice, with its risk and its waste in numbers, in English and Chinese. */
final class Wording {

  private Wording() {}

  static Reason up(Situation s, int wanted, int needed) {
    String cut = wanted < needed ? text(" (%d needed, limited to %d)", needed, wanted) : "";
    String cutZh = wanted < needed ? text("（需要 %d，受限为 %d）", needed, wanted) : "";
    return new Reason(
        text(
            "load %.1f/s, up to %.1f/s within the start-up time of %s; an instance carries"
                + " %.1f/s%s: run %d%s",
            s.load(),
            s.upper(),
            duration(s),
            s.capacity(),
            odds(s, wanted, "; %s too few with %s chance, %s with %s, then about %.1f to spare"),
            wanted,
            cut),
        text(
            "负载 %.1f/s，启动时间 %s 内可达 %.1f/s；单实例承载 %.1f/s%s：建议 %d 个%s",
            s.load(),
            durationZh(s),
            s.upper(),
            s.capacity(),
            odds(s, wanted, "；%s 个不足的概率 %s，%s 个时为 %s，届时约有 %.1f 个富余"),
            wanted,
            cutZh));
  }

  static Reason down(Situation s, int wanted) {
    return new Reason(
        text(
            "load %.1f/s, up to %.1f/s, has needed no more than %d instances for a while%s",
            s.load(),
            s.upper(),
            wanted,
            odds(s, wanted, "; %s too few with %s chance, %s with %s, then about %.1f to spare")),
        text(
            "负载 %.1f/s（上限 %.1f/s）一段时间以来至多需要 %d 个实例%s",
            s.load(), s.upper(), wanted, odds(s, wanted, "；%s 个不足的概率 %s，%s 个时为 %s，届时约有 %.1f 个富余")));
  }

  static Reason enough(Situation s) {
    double risk = s.risk().applyAsDouble(s.current());
    boolean known = Double.isFinite(risk);
    double carried = s.current() * s.capacity();
    if (s.upper() > carried) {
      return new Reason(
          text(
              "%d instances carry %.1f/s; %.1f/s may come and is not sure enough to add one",
              s.current(), carried, s.upper()),
          text("%d 个实例可承载 %.1f/s；可能达到 %.1f/s，但尚不足以据此增加实例", s.current(), carried, s.upper()));
    }
    return new Reason(
        text("%d instances are enough for up to %.1f/s", s.current(), s.upper())
            + (known
                ? text("; too few with %s chance, %.1f to spare", chance(risk), spare(s))
                : ""),
        text("%d 个实例足以承载至 %.1f/s", s.current(), s.upper())
            + (known ? text("；不足的概率 %s，富余 %.1f 个", chance(risk), spare(s)) : ""));
  }

  static Reason atCeiling(Situation s, int needed, int ceiling) {
    return new Reason(
        text(
            "load up to %.1f/s would need %d instances, but the ceiling is %d",
            s.upper(), needed, ceiling),
        text("负载上限 %.1f/s 需要 %d 个实例，但上限为 %d", s.upper(), needed, ceiling));
  }

  /** What to set the bounds of an existing autoscaler to, instead of a count it would undo. */
  static Reason withAutoscaler(Situation s, Reason reason, int wanted, int high) {
    return s.autoscaler()
        .map(
            bounds -> {
              int most = Math.max(bounds.most(), Math.max(wanted, high));
              return new Reason(
                  reason.en()
                      + text(
                          "; its autoscaler keeps %d to %d: propose %d to %d",
                          bounds.least(), bounds.most(), wanted, most),
                  reason.zh()
                      + text(
                          "；自动伸缩器范围 %d 至 %d：建议 %d 至 %d",
                          bounds.least(), bounds.most(), wanted, most));
            })
        .orElse(reason);
  }

  private static double spare(Situation s) {
    return s.spare(s.current());
  }

  private static String odds(Situation s, int wanted, String format) {
    double now = s.risk().applyAsDouble(s.current());
    double then = s.risk().applyAsDouble(wanted);
    return Double.isFinite(now) && Double.isFinite(then)
        ? text(format, s.current(), chance(now), wanted, chance(then), s.spare(wanted))
        : "";
  }

  private static String chance(double p) {
    return p < 0.0005 ? "< 0.1 %" : text(p < 0.1 ? "%.1f %%" : "%.0f %%", 100 * p);
  }

  private static String duration(Situation s) {
    long seconds = s.lead().toSeconds();
    return seconds < 120 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }

  private static String durationZh(Situation s) {
    long seconds = s.lead().toSeconds();
    return seconds < 120 ? seconds + " 秒" : Math.round(seconds / 60.0) + " 分钟";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
