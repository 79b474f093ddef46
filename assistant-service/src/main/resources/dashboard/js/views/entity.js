// One workload: how it is, what changed, and its signals.
import { Fragment, h } from '../lib.js';
import { age, clock, shortName } from '../format.js';
import { incidentLink } from '../route.js';
import { shownTheme } from '../colours.js';
import { state } from '../store.js';
import { t } from '../text.js';
import { badge, chip, empty } from './parts.js';
import { Signals } from './signals.js';

const MOST_CHANGES = 5;

export function entityPanel() {
  const entity = state.entity;
  if (entity === '') {
    return empty(t('entity.choose'));
  }
  const node = state.topology.nodes.find((one) => one.entity === entity);
  return h(
    Fragment,
    null,
    h('div', { class: 'headline' }, h('h3', null, shortName(entity)), node ? badge(node.state, t(`state.${node.state}`)) : null, h('span', { class: 'muted mono' }, entity)),
    node ? facts(node) : null,
    h(Signals, { key: entity, entity, theme: shownTheme(), language: state.language }),
    changes(entity),
  );
}

function facts(node) {
  const { replicas, readyReplicas, image, revision } = node.attributes;
  const neighbours = (from, to) => state.topology.edges.filter((edge) => edge.type === 'calls' && edge[from] === node.entity).map((edge) => chip(edge[to]));
  const rows = [
    [t('entity.replicas'), replicas === undefined ? null : `${readyReplicas ?? 0}/${replicas}`],
    [t('entity.image'), image ? h('code', null, image) : null],
    [t('entity.revision'), revision],
    [t('entity.calledBy'), neighbours('to', 'from')],
    [t('entity.calls'), neighbours('from', 'to')],
    [t('incident.tab'), node.incidents.map((id) => h('a', { href: incidentLink(id) }, id))],
  ];
  return h(
    'dl',
    { class: 'facts' },
    rows.filter(([, value]) => value && value.length !== 0).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
  );
}

function changes(entity) {
  const own = state.changes.filter((change) => change.entity === entity).slice(0, MOST_CHANGES);
  return h(
    Fragment,
    null,
    h('h4', null, t('entity.changes')),
    own.length === 0
      ? empty(t('entity.noChanges'))
      : h('ul', { class: 'plain' }, own.map((change) => h('li', null, h('time', { title: clock(change.time) }, age(change.time)), ` ${change.summary}`, change.author ? h('span', { class: 'muted' }, ` ${change.author}`) : null))),
  );
}
