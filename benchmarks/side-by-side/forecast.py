#!/usr/bin/env python3
"""Our forecasts beside those of statsforecast (Nixtla, Apache-2.0) on the same series.

    python3 -m venv venv && venv/bin/pip install statsforecast
    PYTHON=venv/bin/python benchmarks/side-by-side/forecast.sh --train train.csv.gz --test test.csv.gz --slow 17

TRAIN and TEST have one series a line: id,v1,v2,...; TEST holds what came next. Every method sees the same history and
gives a point and a 95 % interval for each step. AutoARIMA, which takes half a minute a series, gets every so many-th of
them only, and ours is scored on the same ones. Time is CPU time of one process a series: theirs warm, ours as `aiops backtest forecast` says it, cold
start included. Prints each figure and its ratio to ours; below 1 is better than ours. Says why and ends with 0 where
it cannot run.
"""

import argparse
import csv
import gzip
import re
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

LEVEL = 0.95
HOME = Path(__file__).resolve().parents[2]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(0)


def read(path):
    """Series by id; blanks at the end of a line are none."""
    opened = gzip.open(path, "rt") if str(path).endswith(".gz") else open(path)
    with opened as file:
        return {
            row[0]: [float(v) for v in row[1:] if v.strip()] for row in csv.reader(file) if row
        }


class Score:
    """Means over all steps of all series, as the M4 competition defines them (its guide, 2018)."""

    def __init__(self, season):
        self.season = season
        self.sums = dict.fromkeys(("sMAPE", "MASE", "MSIS", "inside"), 0.0)
        self.points = 0

    def add(self, history, actual, point, lower, upper):
        m = self.season
        steps = range(m, len(history))
        scale = sum(abs(history[t] - history[t - m]) for t in steps) / len(steps)
        for y, f, low, high in zip(actual, point, lower, upper):
            miss = max(low - y, y - high, 0.0)
            size = abs(y) + abs(f)
            self.sums["sMAPE"] += 200 * abs(y - f) / size if size else 0.0
            self.sums["MASE"] += abs(y - f) / scale
            self.sums["MSIS"] += (high - low + 2 / (1 - LEVEL) * miss) / scale
            self.sums["inside"] += 100.0 * (low <= y <= high)
            self.points += 1

    def figures(self):
        return {name: total / self.points for name, total in self.sums.items()}


def ours(train, horizon, step, out):
    """What `aiops backtest forecast` gives, and its milliseconds a series."""
    command = [HOME / "bin" / "aiops", "backtest", "forecast", "--train", train]
    command += ["--horizon", horizon, "--step", step, "--level", LEVEL, "--out", out]
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"aiops backtest forecast failed:\n{done.stderr}")
    millis = re.search(r"([\d.]+) ms a series", done.stdout + done.stderr)
    return [read(Path(out, f"{part}.csv")) for part in ("point", "lower", "upper")], float(millis[1])


def methods(season, longer):
    """Names, whether slow, and how to make each."""
    from statsforecast import models

    return [
        ("seasonal naive", False, lambda: models.SeasonalNaive(season_length=season)),
        ("MSTL", False, lambda: models.MSTL(season_length=[season, longer])),
        ("AutoTheta", False, lambda: models.AutoTheta(season_length=season)),
        ("AutoETS", False, lambda: models.AutoETS(season_length=season)),
        ("AutoARIMA", True, lambda: models.AutoARIMA(season_length=season)),
    ]


def measure(make, ids, train, test, season):
    """Scores a method; returns its figures and its milliseconds a series."""
    import numpy

    score = Score(season)
    cpu = 0.0
    level = round(100 * LEVEL)
    for done, one in enumerate(ids):
        history = numpy.array(train[one])
        begun = time.process_time()
        got = make().forecast(y=history, h=len(test[one]), level=[level])
        cpu += time.process_time() - begun
        lower, upper = got[f"lo-{level}"], got[f"hi-{level}"]
        score.add(train[one], test[one], got["mean"], lower, upper)
        print(f"\r  {one}: {done + 1}/{len(ids)} series, {cpu:.0f} s", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return score.figures(), 1000 * cpu / len(ids)


def line(name, figures, millis, count, against=None):
    cells = []
    for key in ("sMAPE", "MASE", "MSIS"):
        ratio = f" ({figures[key] / against[0][key]:5.2f})" if against else " " * 8
        cells.append(f"{figures[key]:8.3f}{ratio}")
    ratio = f" ({millis / against[1]:9.1f})" if against else ""
    print(f"{name:16} {count:6} {' '.join(cells)} {figures['inside']:8.1f} {millis:11.2f}{ratio}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--train", required=True, help="the past: id,v1,v2,...; plain or .gz")
    parser.add_argument("--test", required=True, help="what came next, with the same ids")
    parser.add_argument("--season", type=int, default=24, help="steps of the season (default 24)")
    parser.add_argument("--longer", type=int, default=168, help="steps of the longer season, for MSTL (default 168)")
    parser.add_argument("--step", default="1h", help="distance of the values, for ours (default 1h)")
    parser.add_argument("--every", type=int, default=1, help="take every so many-th series (default 1)")
    parser.add_argument("--slow", type=int, default=17, help="the same for AutoARIMA (default 17)")
    args = parser.parse_args()
    try:
        import statsforecast
    except ImportError as missing:
        skip(f"{missing}; pip install statsforecast")
    warnings.simplefilter("ignore")
    train, test = read(args.train), read(args.test)
    ids = [one for one in test if one in train][:: args.every]
    few = ids[:: args.slow]
    if not ids:
        sys.exit("TRAIN and TEST have no series in common")
    with tempfile.TemporaryDirectory() as out:
        (point, lower, upper), millis = ours(args.train, len(test[ids[0]]), args.step, out)
    base = {}
    for name, chosen in (("all", ids), ("few", few)):
        score = Score(args.season)
        for one in chosen:
            score.add(train[one], test[one], point[one], lower[one], upper[one])
        base[name] = score.figures()
    print(f"statsforecast {statsforecast.__version__}, Python {sys.version.split()[0]}; ratios to ours in brackets")
    print(f"{'':16} {'series':>6} {'sMAPE':>16} {'MASE':>16} {'MSIS':>16} {'inside %':>8} {'ms a series':>11}")
    line("ours", base["all"], millis, len(ids))
    line("ours", base["few"], millis, len(few))
    shortest = sorted(ids, key=lambda one: len(train[one]))[:1]
    for name, slow, make in methods(args.season, args.longer):
        chosen = few if slow else ids
        if not slow:  # The first call loads what the later ones share; beside half a minute it is nothing.
            measure(make, shortest, train, test, args.season)
        figures, took = measure(make, chosen, train, test, args.season)
        line(name, figures, took, len(chosen), (base["few" if slow else "all"], millis))


if __name__ == "__main__":
    main()
