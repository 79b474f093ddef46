// Line charts with bands and shaded spans, drawn by uPlot.
import { UPlot, createRef, h } from '../lib.js';
import { colour, faded } from '../colours.js';
import { clock, number } from '../format.js';
import { Pure } from '../pure.js';

/**
 * Properties:
 * - data: [seconds, series, …] as uPlot takes it
 * - series: {label, colour, width, dash, stepped, hidden} for each series of data after the first
 * - bands: {upper, lower, colour, opacity} with indexes of series (from 1)
 * - shades: [{from, to}] in seconds: spans to mark
 * - range: [low, high] of the y axis; all data if it is not given
 * - label: what the chart shows, for those who do not see it
 * - theme, height
 */
export class Chart extends Pure {
  constructor() {
    super();
    this.box = createRef();
    this.watcher = new ResizeObserver(() => this.plot?.setSize(this.size()));
  }

  componentDidMount() {
    this.make();
    this.watcher.observe(this.box.current);
  }

  componentDidUpdate(before) {
    const same = before.theme === this.props.theme && before.height === this.props.height && before.series.length === this.props.series.length
      && before.series.every((one, i) => one.label === this.props.series[i].label);
    if (same) {
      this.plot.setData(this.props.data);
    } else {
      this.plot.destroy();
      this.make();
    }
  }

  componentWillUnmount() {
    this.watcher.disconnect();
    this.plot.destroy();
  }

  render() {
    return h('div', { class: 'chart', ref: this.box, role: 'img', 'aria-label': this.props.label });
  }

  size() {
    return { width: Math.max(160, this.box.current.clientWidth), height: this.props.height ?? 130 };
  }

  make() {
    const { series, bands = [] } = this.props;
    const axis = { stroke: colour('muted'), grid: { stroke: faded('muted', 0.16), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    const options = {
      ...this.size(),
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
      padding: [8, 8, 0, 0],
      scales: { y: { range: (_, low, high) => this.props.range ?? aroundData(low, high) } },
      axes: [
        { ...axis, space: 70, size: 24, values: (_, ticks) => ticks.map(timeOfDay) },
        { ...axis, size: 48, space: 28, values: (_, ticks) => ticks.map(number) },
      ],
      series: [{}, ...series.map(line)],
      bands: bands.map((band) => ({ series: [band.upper, band.lower], fill: faded(band.colour, band.opacity) })),
      hooks: { drawClear: [(plot) => this.shade(plot)] },
      plugins: [tooltip(series)],
    };
    this.plot = new UPlot(options, this.props.data, this.box.current);
  }

  shade(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    for (const { from, to } of this.props.shades ?? []) {
      const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
      const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
      if (right > bbox.left && left < bbox.left + bbox.width) {
        ctx.fillStyle = faded('bad', 0.16);
        ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
        ctx.fillStyle = colour('bad');
        ctx.fillRect(left, bbox.top, Math.max(2, right - left), 3 * devicePixelRatio);
      }
    }
    ctx.restore();
  }
}

function line(one) {
  return {
    label: one.label,
    stroke: one.hidden ? 'transparent' : colour(one.colour),
    width: one.hidden ? 0 : (one.width ?? 1.5),
    dash: one.dash,
    points: { show: false },
    paths: one.stepped ? UPlot.paths.stepped({ align: 1 }) : undefined,
  };
}

/** Room above and below; a flat line stands in the middle, and what is never negative starts at 0 or above. */
function aroundData(low, high) {
  if (low === null || high === null) {
    return [0, 1];
  }
  const room = Math.max((high - low) * 0.08, Math.abs(high) * 0.02, 1e-9);
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

const timeOfDay = (seconds) => new Date(seconds * 1000).toLocaleTimeString('en-GB');

/** The values under the pointer. */
function tooltip(series) {
  const box = document.createElement('div');
  box.className = 'chart-tip';
  box.hidden = true;
  return {
    hooks: {
      init: [(plot) => plot.over.append(box)],
      setCursor: [
        (plot) => {
          const index = plot.cursor.idx;
          box.hidden = index === null || index === undefined;
          if (!box.hidden) {
            const values = series.map((one, i) => [one.label, plot.data[i + 1][index]]).filter(([, value]) => value !== null && value !== undefined);
            box.textContent = [clock(plot.data[0][index] * 1000), ...values.map(([label, value]) => `${label} ${number(value)}`)].join('\n');
            box.classList.toggle('left', plot.cursor.left > plot.over.clientWidth / 2);
          }
        },
      ],
    },
  };
}
