// Which signals of an entity to show, and as what data for charts.
import { get } from './api.js';

const SPAN_MS = 15 * 60 * 1000;
const LONGEST_MS = 60 * 60 * 1000;
const AROUND_MS = 5 * 60 * 1000;
const ROLES = ['traffic', 'errors', 'latency', 'saturation', 'resource', 'availability', 'other'];
const MAIN = 6;
const MOST_ODD = 4;

/**
 * What time to show, in milliseconds: the last minutes; of something that has ended, all of it with a while before and
 * after; of something that goes on, its begin too unless that is long ago. The end is null if it is the present.
 *
 * @param since ISO time; empty for just now
 * @param until ISO time; empty if it goes on
 */
export function span(since, until, now) {
  const begin = since === '' ? now : Date.parse(since) - AROUND_MS;
  return until === ''
    ? { from: Math.min(now - SPAN_MS, Math.max(now - LONGEST_MS, begin)), to: null }
    : { from: begin, to: Date.parse(until) + AROUND_MS };
}

/** Names and roles of all signals that an entity had in a span of time. */
export async function catalogue(entity, time) {
  const { signals } = await get(`/api/v1/signals?entity=${encodeURIComponent(entity)}&points=1${within(time)}`);
  return signals.map(({ signal, role }) => ({ signal, role }));
}

const within = ({ from, to }) => `&from=${new Date(from).toISOString()}${to === null ? '' : `&to=${new Date(to).toISOString()}`}`;

/** The courses of chosen signals in a span of time. */
export async function courses(entity, signals, time) {
  const names = signals.map((signal) => `&signal=${encodeURIComponent(signal)}`).join('');
  const answer = await get(`/api/v1/signals?entity=${encodeURIComponent(entity)}&points=400${within(time)}${names}`);
  const place = new Map(signals.map((signal, i) => [signal, i]));
  return answer.signals.sort((a, b) => place.get(a.signal) - place.get(b.signal));
}

/** Signals that misbehave first, those of the whole entity before those of its parts; then one of each role. */
export function mainSignals(all, odd) {
  const ofRole = ROLES.map((role) => representative(all.filter((one) => one.role === role)));
  const misbehaving = all.map((one) => one.signal).filter((signal) => odd.includes(signal));
  misbehaving.sort((a, b) => a.includes('{') - b.includes('{'));
  return [...new Set([...misbehaving.slice(0, MOST_ODD), ...ofRole])].filter(Boolean).slice(0, MAIN);
}

/** The whole entity's signal rather than one of its parts; of quantiles the highest. */
function representative(signals) {
  const whole = signals.map((one) => one.signal).filter((signal) => !signal.includes('{'));
  return whole.find((signal) => signal.endsWith(':p99')) ?? whole[0] ?? signals[0]?.signal;
}

/** The parts of metric:statistic{labels}; a plain value says so by itself. */
export function signalParts(signal) {
  const [, metric, statistic = '', labels = ''] = /^([^:{]*(?::[^:{]+)*?)(?::(\w+))?(\{.*\})?$/.exec(signal) ?? [signal, signal];
  return { metric, statistic: statistic === 'value' ? '' : statistic, labels };
}

/** [seconds, lower, upper, expected, value]. */
export function chartData(points) {
  const column = (field) => points.map((point) => point[field]);
  return [points.map((point) => Date.parse(point.time) / 1000), column('lower'), column('upper'), column('expected'), column('value')];
}

/** The anomalies of a signal as spans in seconds. */
export function spans(anomalies, signal, now) {
  return anomalies
    .filter((anomaly) => anomaly.signal === signal)
    .map((anomaly) => ({ from: Date.parse(anomaly.since) / 1000, to: (anomaly.status === 'closed' ? Date.parse(anomaly.time) : now) / 1000 }));
}

/** From where to where the y axis goes: all values, and the usual range as it was lately; a young range is wide. */
export function valueRange(points) {
  const recent = points.slice(-Math.ceil(points.length / 3));
  const values = [...points.map((point) => point.value), ...recent.flatMap((point) => [point.lower, point.upper])].filter(Number.isFinite);
  if (values.length === 0) {
    return [0, 1];
  }
  const low = Math.min(...values);
  const high = Math.max(...values);
  const neverNegative = points.every((point) => !(point.value < 0));
  const room = Math.max((high - low) * 0.08, Math.abs(high) * 0.02, 1e-9);
  return [neverNegative ? Math.max(0, low - room) : low - room, high + room];
}
