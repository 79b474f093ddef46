package io.aicloudops.forecast.model;

import java.util.ArrayList;
import java.util.List;

/** Chooses and fits the members of the ensemble that a series' length and seasons allow. */
final class Members {

  private final List<Member> members = new ArrayList<>();
  private final Transform space;
  private final Seasons seasons;
  private final int n;

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

  private void seasonal() {
    double[] z = space.model();
    double[] raw = space.linear();
    int p = seasons.shorter();
    int q = seasons.longer();
    int preferred = q > 0 ? q : p;
    if (n > 3 * p + 2) {
      members.add(new Analogue(z, 2 * p, p, preferred, 1));
      members.add(new InLinear(new Analogue(raw, p, p, preferred, p), space));
    }
    members.add(new SeasonalRepeat(z, preferred));
    int limit = Math.max(1, (n - p) / 3);
    autoregression(z, p, Lags.full(seasons, limit), 1e-2, 300, true, false);
    autoregression(z, 0, Lags.full(seasons, limit), 1e-5, 0, true, false);
    autoregression(raw, p, Lags.few(seasons, limit), 1e-2, 0, false, true);
    if (q > 0) {
      autoregression(
          z, q, Lags.upToLonger(seasons, Math.max(1, (n - q) / 3)), 1e-2, 0, true, false);
    } else {
      members.add(new DampedTrend(z, p));
    }
  }

  private void plain() {
    double[] z = space.model();
    members.add(new SeasonalRepeat(z, 1));
    members.add(new DampedTrend(z, 1));
    int limit = Math.max(1, n / 5);
    autoregression(z, 1, Lags.few(seasons, limit), 1e-2, 0, true, false);
    autoregression(z, 0, Lags.full(seasons, limit), 1e-3, 0, true, false);
    if (n >= 40) {
      int window = Math.min(24, n / 5);
      members.add(new Analogue(z, window, window, 0, 1));
    }
  }

  private void autoregression(
      double[] y,
      int difference,
      int[] lags,
      double ridge,
      double halfLife,
      boolean robust,
      boolean linear) {
    Autoregression.Spec spec = new Autoregression.Spec(difference, lags, ridge, halfLife, robust);
    if (spec.rows(n) < 2 * lags.length + 4) {
      return;
    }
    Member member = new Autoregression(y, spec);
    members.add(linear ? new InLinear(member, space) : member);
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
