// Small pieces that several views use.
import { h } from '../lib.js';
import { shortName } from '../format.js';
import { entityLink } from '../route.js';
import { state } from '../store.js';
import { t, word } from '../text.js';

const SIGN = { critical: '✕', degraded: '▲', warning: '▲', healthy: '●', unknown: '○', info: 'ℹ' };

/** A state or severity, told by sign and word and not by colour alone. */
export const badge = (kind, words) => h('span', { class: `badge is-${kind}` }, h('span', { 'aria-hidden': 'true' }, SIGN[kind] ?? '•'), ' ', words);

export const signOf = (kind) => SIGN[kind] ?? '';

/** True if whoever looks at the page may do what a role may; the server checks it, too. */
export const may = (role) => state.me === null || state.me.may.includes(role);

/** The properties of a button for those of a role; for others it rests, and says why. */
export const needing = (role, properties) => (may(role) ? properties : { ...properties, disabled: true, title: t('role.needed', word(role)) });

/** A link to the signals of an entity. */
export function chip(entity) {
  const node = state.topology.nodes.find((one) => one.entity === entity);
  return h('a', { class: `chip is-${node?.state ?? 'unknown'}`, href: entityLink(entity), title: entity }, shortName(entity));
}

/** A panel with a heading of its own. */
export function panel(id, title, aside, ...content) {
  return h(
    'section',
    { class: `panel panel-${id}`, id, 'aria-labelledby': `${id}-title` },
    h('header', { class: 'panel-head' }, h('h2', { id: `${id}-title` }, title), aside),
    h('div', { class: 'panel-body' }, ...content),
  );
}

/** What to say where a list is empty: that there is nothing only if everybody was heard. */
export const nothing = (words) => (state.loaded ? t(state.missing.length > 0 ? 'summary.unknown' : words) : t('summary.loading'));

export const empty = (text) => h('p', { class: 'empty' }, text);

/** What a line or area of a chart stands for. */
export const key = (kind, text) => h('span', { class: `key key-${kind}` }, text);

/** A confidence in [0,1] as a bar. */
export const bar = (share, label) =>
  h(
    'span',
    { class: 'bar', role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.round(share * 100) },
    h('span', { style: `width:${Math.round(share * 100)}%` }),
  );

/** A diff, line by line coloured. */
export function diff(text) {
  if (text === '') {
    return empty(t('approvals.noDiff'));
  }
  const lines = text.replace(/\n$/, '').split('\n');
  return h(
    'pre',
    { class: 'diff', tabIndex: 0, 'aria-label': t('approvals.diff') },
    lines.map((line) => h('span', { class: kindOf(line) }, `${line}\n`)),
  );
}

function kindOf(line) {
  if (/^(---|\+\+\+|@@)/.test(line)) {
    return 'diff-head';
  }
  return { '+': 'diff-add', '-': 'diff-cut' }[line[0]] ?? 'diff-same';
}
