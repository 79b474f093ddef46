// The load to come as a fan of quantiles, and how many instances it asks for.
import { Fragment, h } from '../lib.js';
import { ApiError, get } from '../api.js';
import { local, number, percent, shortName } from '../format.js';
import { reachable } from '../live.js';
import { Pure } from '../pure.js';
import { t } from '../text.js';
import { Chart } from './chart.js';
import { empty, key } from './parts.js';

const REFRESH_MS = 15000;
const HOURS = 24;
const FAN = [0.14, 0.2, 0.28, 0.34];

/** Properties: entity (empty for the busiest door), theme, language. */
export class Forecast extends Pure {
  constructor() {
    super();
    this.state = { prediction: null, forecast: null, past: [], scaling: null, problem: '' };
  }

  componentDidMount() {
    this.load();
    this.timer = setInterval(() => reachable() && this.load(), REFRESH_MS);
  }

  componentDidUpdate(before) {
    if (before.entity !== this.props.entity) {
      this.load();
    }
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    this.gone = true;
  }

  async load() {
    const wanted = this.props.entity;
    try {
      const service = wanted === '' ? '' : `&service=${encodeURIComponent(wanted)}`;
      const prediction = await get(`/api/v1/predict?hours=${HOURS}${service}`);
      const entity = encodeURIComponent(prediction.service);
      const [forecasts, scaling] = await Promise.all([
        get(`/api/v1/forecasts?entity=${entity}&signal=${encodeURIComponent(prediction.signal)}`),
        get(`/api/v1/scaling?entity=${entity}&limit=1`),
      ]);
      const forecast = forecasts.items.find((one) => one.step_ms === prediction.step_ms) ?? null;
      const past = forecast ? await this.past(prediction, forecast) : [];
      if (!this.gone && wanted === this.props.entity) {
        this.setState({ prediction, forecast, past, scaling: scaling.items[0] ?? null, problem: '' });
      }
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      if (!this.gone && wanted === this.props.entity) {
        this.setState({ prediction: null, problem: error.message });
      }
    }
  }

  /** As much of the past as of the time to come, three minutes at least. */
  async past(prediction, forecast) {
    const ahead = Date.parse(forecast.points.at(-1).time) - Date.parse(forecast.made_at);
    const from = new Date(Date.now() - Math.max(ahead, 180000)).toISOString();
    const { signals } = await get(
      `/api/v1/signals?entity=${encodeURIComponent(prediction.service)}&signal=${encodeURIComponent(prediction.signal)}&from=${from}&points=300`,
    );
    return signals[0]?.points ?? [];
  }

  render() {
    const { prediction, problem } = this.state;
    if (!prediction) {
      return problem ? h(Fragment, null, h('h3', null, t('forecast.waiting')), empty(problem)) : empty(t('summary.loading'));
    }
    const { summary } = prediction;
    return h(
      Fragment,
      null,
      h('div', { class: 'headline' }, h('h3', null, shortName(prediction.service)), h('span', { class: 'muted mono' }, prediction.signal)),
      h(
        'dl',
        { class: 'figures' },
        figure(t('forecast.recommended'), summary.recommended_instances ?? '–'),
        figure(t('forecast.current'), this.state.scaling?.current ?? '–'),
        figure(t('forecast.max'), `${number(summary.max_qps)}/s`),
        figure(t('forecast.avg'), `${number(summary.avg_qps)}/s`),
        figure(t('forecast.error'), number(prediction.backtest_error), t('forecast.errorMeans')),
        figure(t('forecast.coverage'), prediction.coverage === null ? '–' : percent(prediction.coverage)),
      ),
      this.state.scaling ? h('p', null, local(this.state.scaling, 'reason')) : null,
      h('h4', { class: 'row' }, t('forecast.load'), key('measured', t('forecast.past')), key('ahead', t('forecast.ahead')), key('range', t('forecast.range', range(this.state.forecast)))),
      this.fan(),
      h('h4', { class: 'row' }, t('forecast.instances')),
      this.instances(),
      ...(this.state.scaling?.resources ?? []).map(size),
      h('p', { class: 'muted' }, `${t('forecast.model')}: ${prediction.model}`, prediction.new_regime ? ` · ${t('forecast.new_regime')}` : '', prediction.note ? ` · ${prediction.note}` : ''),
    );
  }

  fan() {
    const { forecast, past } = this.state;
    if (!forecast) {
      return empty(t('chart.noData'));
    }
    const { levels } = forecast;
    const seconds = (point) => Date.parse(point.time) / 1000;
    const now = past.length === 0 ? 0 : seconds(past.at(-1));
    const ahead = forecast.points.filter((point) => seconds(point) > now);
    const nothing = past.map(() => null);
    const columns = [];
    const series = [];
    const bands = [];
    for (let i = 0; i < Math.floor(levels.length / 2); i++) {
      const top = levels.length - 1 - i;
      const name = t('forecast.range', percent(levels[top] - levels[i]));
      for (const [quantile, sign] of [[i, '≥'], [top, '≤']]) {
        columns.push([...nothing, ...ahead.map((point) => point.quantiles[quantile])]);
        series.push({ label: `${name} ${sign}`, hidden: true });
      }
      bands.push({ lower: 2 * i + 1, upper: 2 * i + 2, colour: 'accent', opacity: FAN[Math.min(i, FAN.length - 1)] });
    }
    columns.push([...nothing, ...ahead.map((point) => point.mean)], [...past.map((point) => point.value), ...ahead.map(() => null)]);
    series.push({ label: t('forecast.ahead'), colour: 'accent', width: 1.8, dash: [6, 4] }, { label: t('forecast.past'), colour: 'text', width: 1.6 });
    const data = [[...past, ...ahead].map(seconds), ...columns];
    return h(Chart, { data, series, bands, theme: this.props.theme, height: 190, label: t('forecast.load') });
  }

  instances() {
    const { predictions } = this.state.prediction;
    if (predictions.every((point) => point.suggested_instances === null)) {
      return empty(this.state.prediction.note ?? t('chart.noData'));
    }
    const current = this.state.scaling?.current ?? null;
    const data = [
      predictions.map((point) => Date.parse(point.timestamp) / 1000),
      predictions.map((point) => point.suggested_instances),
      predictions.map(() => current),
    ];
    const series = [
      { label: t('forecast.suggested'), colour: 'accent', width: 2, stepped: true },
      { label: t('forecast.current'), colour: 'muted', width: 1.5, dash: [4, 4] },
    ];
    const most = Math.max(current ?? 0, ...predictions.map((point) => point.suggested_instances ?? 0));
    return h(Chart, { data, series, range: [0, most + 1], theme: this.props.theme, height: 120, label: t('forecast.instances') });
  }
}

const figure = (name, value, title) => h('div', { title }, h('dt', null, name), h('dd', null, value));

/** What an instance should request of a resource, beside what it does, and why. */
const size = (one) =>
  h(
    'p',
    null,
    t('forecast.size', one.resource, number(one.request), number(one.limit), number(one.present_request), number(one.present_limit)),
    h('span', { class: 'muted' }, ` · ${one.evidence}`),
  );

/** The share inside the outermost interval. */
const range = (forecast) => (forecast ? percent(forecast.levels.at(-1) - forecast.levels[0]) : '');
