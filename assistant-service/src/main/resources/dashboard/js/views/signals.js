// Charts of an entity's signals: value, usual range and anomalies.
import { h } from '../lib.js';
import { ApiError, get } from '../api.js';
import { number } from '../format.js';
import { reachable } from '../live.js';
import { Pure } from '../pure.js';
import { catalogue, chartData, courses, mainSignals, signalParts, span, spans, valueRange } from '../signals.js';
import { t, word } from '../text.js';
import { Chart } from './chart.js';
import { empty, key } from './parts.js';

const REFRESH_MS = 4000;

/**
 * Properties: entity, most (number of charts; default all main ones), also (names of signals to show first, one a
 * line), since and until (ISO times of what the charts are about; default the last minutes), theme, language.
 */
export class Signals extends Pure {
  constructor() {
    super();
    this.state = { all: null, shown: [], anomalies: [], everything: false, problem: '' };
  }

  componentDidMount() {
    this.load();
    this.timer = setInterval(() => reachable() && !this.complete() && this.load(), REFRESH_MS);
  }

  componentDidUpdate(before, stateBefore) {
    if (before.entity !== this.props.entity) {
      this.setState({ all: null, shown: [], anomalies: [], everything: false, problem: '' });
      this.load();
    } else if (before.until !== this.props.until || stateBefore.everything !== this.state.everything) {
      this.load();
    }
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    this.gone = true;
  }

  span() {
    const { since = '', until = '' } = this.props;
    return span(since, until, Date.now());
  }

  /** True if all that there will be was loaded. */
  complete() {
    const { to } = this.span();
    return to !== null && to < Date.now() && this.state.all !== null && this.state.problem === '';
  }

  async load() {
    const { entity, most, also = '' } = this.props;
    const time = this.span();
    try {
      const all = await catalogue(entity, time);
      const { items } = await get(`/api/v1/anomalies?entity=${encodeURIComponent(entity)}&limit=200`);
      const odd = [...also.split('\n'), ...items.filter((anomaly) => anomaly.status !== 'closed').map((anomaly) => anomaly.signal)];
      const names = this.state.everything ? all.map((one) => one.signal) : mainSignals(all, odd).slice(0, most);
      const shown = names.length === 0 ? [] : await courses(entity, names, time);
      if (!this.gone && entity === this.props.entity) {
        this.setState({ all, shown: shown.map((one) => ({ ...one, data: chartData(one.points), range: valueRange(one.points) })), anomalies: items, problem: '' });
      }
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      if (!this.gone && entity === this.props.entity) {
        this.setState({ all: this.state.all ?? [], problem: error.message });
      }
    }
  }

  render() {
    const { all, shown, everything, problem } = this.state;
    if (all === null) {
      return empty(t('summary.loading'));
    }
    if (shown.length === 0) {
      return empty(problem || t(this.props.since ? 'chart.noData' : 'chart.noSignals'));
    }
    return h(
      'div',
      null,
      h('div', { class: 'charts' }, shown.map((one) => this.chart(one))),
      this.props.most
        ? null
        : h(
            'p',
            { class: 'row' },
            key('value', t('chart.value')),
            key('expected', t('chart.expected')),
            key('range', t('chart.band')),
            key('shade', t('chart.anomaly')),
            h('button', { class: 'small push', onClick: () => this.setState({ everything: !everything }) }, everything ? t('chart.fewer') : t('chart.more', all.length)),
          ),
    );
  }

  chart(one) {
    const last = one.points.at(-1);
    const shades = spans(this.state.anomalies, one.signal, Date.parse(last.time));
    const odd = this.state.anomalies.some((anomaly) => anomaly.signal === one.signal && anomaly.status !== 'closed');
    return h(
      'figure',
      { class: odd ? 'signal odd' : 'signal', key: one.signal },
      caption(one, last.value),
      h(Chart, {
        data: one.data,
        range: one.range,
        series: [
          { label: '≥', hidden: true },
          { label: '≤', hidden: true },
          { label: t('chart.expected'), colour: 'muted', width: 1, dash: [4, 4] },
          { label: t('chart.value'), colour: odd ? 'bad' : 'accent', width: 1.8 },
        ],
        bands: [{ upper: 2, lower: 1, colour: 'accent', opacity: 0.16 }],
        shades,
        theme: this.props.theme,
        height: 118,
        label: `${one.signal}: ${number(last.value)}, ${t('chart.expected')} ${number(last.expected)}, ${t('chart.band')} ${number(last.lower)} – ${number(last.upper)}`,
      }),
    );
  }
}

/** What is measured of what: the statistic first, because the metric's name may be cut off. */
function caption({ signal, role }, value) {
  const { metric, statistic, labels } = signalParts(signal);
  return h(
    'figcaption',
    { title: signal },
    h('span', { class: 'role' }, word(role)),
    h('span', { class: 'statistic' }, statistic),
    h('span', { class: 'name' }, labels, labels === '' ? '' : ' ', metric),
    h('b', null, number(value)),
  );
}
