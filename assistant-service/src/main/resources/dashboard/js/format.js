// Times, numbers and names as people read them.
import { state } from './store.js';

/** "3m 12s" between two times in milliseconds; never negative. */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) {
    return `${days}d ${hours}h`;
  }
  if (hours > 0) {
    return `${hours}h ${minutes}m`;
  }
  return minutes > 0 ? `${minutes}m ${seconds % 60}s` : `${seconds}s`;
}

/** Time since an ISO time. */
export const age = (time) => duration(state.now - Date.parse(time));

/** The time of day; with the date if it is not today. */
export function clock(time) {
  const date = new Date(time);
  const ofDay = date.toLocaleTimeString('en-GB');
  const today = date.toDateString() === new Date(state.now).toDateString();
  return today ? ofDay : `${date.getMonth() + 1}/${date.getDate()} ${ofDay}`;
}

/** The zone of the page's times, e.g. "Asia/Shanghai, UTC+8". */
export function timeZone() {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'shortOffset' }).formatToParts(state.now);
  const offset = parts.find((part) => part.type === 'timeZoneName').value.replace('GMT', 'UTC');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === 'UTC' ? zone : `${zone}, ${offset}`;
}

/** "cart" of "demo/shop/Deployment/cart". */
export const shortName = (entity) => entity.split('/').slice(3).join('/') || entity;

export const percent = (share) => `${Math.round(share * 100)} %`;

/** A number with three significant digits and k, M, G. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size < 1e-9) {
    return '0'; // what is left of an average that fades away
  }
  for (const [unit, letter] of [[1e9, 'G'], [1e6, 'M'], [1e4, 'k']]) {
    if (size >= unit) {
      return `${trimmed(value / (letter === 'k' ? 1e3 : unit))}${letter}`;
    }
  }
  return size < 0.001 ? value.toExponential(1) : trimmed(value);
}

function trimmed(value) {
  return String(Number(value.toPrecision(3)));
}

/** A field of an event in the language of the page: title or title_zh. */
export function local(record, field) {
  const chinese = record[`${field}_zh`];
  return state.language === 'zh' && chinese?.length > 0 ? chinese : record[field];
}

/** "crash-after-rollout" → "crash after rollout". */
export const spaced = (id) => id.replaceAll(/[-_]/g, ' ');

const STATE_RANK = { critical: 0, degraded: 1, unknown: 2, healthy: 3 };

/** Entities in trouble first. */
export const byState = (a, b) => STATE_RANK[a.state] - STATE_RANK[b.state] || a.name.localeCompare(b.name);
