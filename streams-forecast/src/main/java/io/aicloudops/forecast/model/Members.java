package io.aicloudops.forecast.model;

import io.aicloudops.forecast.member.Analogue;
import io.aicloudops.forecast.member.Autoregression;
import io.aicloudops.forecast.member.DampedTrend;
import io.aicloudops.forecast.member.Lags;
import io.aicloudops.forecast.member.Member;
import io.aicloudops.forecast.member.ProfileRegression;
import io.aicloudops.forecast.member.SeasonalRepeat;
import io.aicloudops.forecast.season.Seasons;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses and fits the members of the ensemble that a series' length and seasons allow, each with
 * the weight it has before its own errors are looked at.
 */
final class Members {

  private final List<Member> members = new ArrayList<>();
  private final List<Double> priors = new ArrayList<>();
  private final Transform space;
  private final Seasons seasons;
  private final int n;
  private double leak;
  private int regressions;

  Members(Transform space, Seasons seasons) {
    this.space = space;
    this.seasons = seasons;
    this.n = space.model().length;
    if (seasons.any()) {
      seasonal();
    } else {
      plain();
    }
  }

  /** The fitted members; never empty. */
  List<Member> list() {
    return members;
  }

  /** Their weights, in the same order. */
  double[] priors() {
    return priors.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * How much the regressions may have bent themselves to the past: their mean share of coefficients
   * in rows. Errors at earlier origins look too small by it.
   */
  double leak() {
    return regressions == 0 ? 0 : leak / regressions;
  }

  private void seasonal() {
    double[] z = space.model();
    double[] raw = space.linear();
    int p = seasons.shorter();
    int q = seasons.longer() > 0 ? seasons.longer() : p;
    int[] full = Lags.full(seasons, Math.max(1, (n - p) / 3));
    int[] few = Lags.few(seasons, Math.max(1, (n - p) / 3));
    int[] upToLonger = Lags.upToLonger(seasons, Math.max(1, (n - q) / 3));
    add(2.2, new SeasonalRepeat(z, q));
    add(2.2, new DampedTrend(z, p));
    if (n > 3 * p + 2) {
      add(1.5, linear(new Analogue(raw, p, p, q, p)));
      int stride = Math.max(1, p / 6);
      add(0.4, new Analogue(z, p, p, q, stride));
      add(1, new Analogue(z, 2 * p, p, q, stride));
      add(0.7, linear(new Analogue(raw, 2 * p, p, q, stride)));
    }
    regression(1.5, z, new Autoregression.Spec(p, full, 1e-2, 300, true));
    regression(2.2, raw, new Autoregression.Spec(p, few, 1e-2, 0, false));
    regression(1, z, new Autoregression.Spec(0, few, 1e-4, 0, true));
    regression(0.4, raw, new Autoregression.Spec(0, full, 1e-5, 0, true));
    regression(0.7, raw, new Autoregression.Spec(q, upToLonger, 1e-2, 0, true));
    Autoregression.Spec rest = new Autoregression.Spec(0, full, 1e-3, 300, true);
    if (fits(rest) && n >= 2 * q) {
      add(1, new ProfileRegression(z, q, 0.3, rest));
    }
  }

  private void plain() {
    double[] z = space.model();
    add(2, new SeasonalRepeat(z, 1));
    add(1, new DampedTrend(z, 1));
    int limit = Math.max(1, n / 5);
    int[] few = Lags.few(seasons, limit);
    regression(1, z, new Autoregression.Spec(1, few, 1e-2, 0, true));
    regression(1, z, new Autoregression.Spec(0, Lags.full(seasons, limit), 1e-3, 0, true));
    if (n >= 40) {
      int window = Math.min(24, n / 5);
      add(1, new Analogue(z, window, window, 0, 1));
    }
  }

  private void add(double prior, Member member) {
    members.add(member);
    priors.add(prior);
  }

  private boolean fits(Autoregression.Spec spec) {
    return spec.rows(n) >= 2 * spec.lags().length + 4;
  }

  private void regression(double prior, double[] y, Autoregression.Spec spec) {
    if (fits(spec)) {
      Member member = new Autoregression(y, spec);
      add(prior, y == space.model() ? member : linear(member));
      leak += (double) spec.lags().length / spec.rows(n);
      regressions++;
    }
  }

  private Member linear(Member member) {
    return new InLinear(member, space);
  }

  /** A member that was fitted to the linear series, seen from model space. */
  private record InLinear(Member member, Transform space) implements Member {
    @Override
    public int reach() {
      return member.reach();
    }

    @Override
    public double[] forecast(int origin, int horizon) {
      return space.fromLinear(member.forecast(origin, horizon));
    }
  }
}
