// The list of incidents: open ones first, newest first.
import { Fragment, h } from '../lib.js';
import { age, clock, duration, local, percent, shortName } from '../format.js';
import { incidentLink } from '../route.js';
import { state } from '../store.js';
import { t } from '../text.js';
import { shownMap } from './map.js';
import { badge, empty, panel } from './parts.js';

const MOST_PAST = 30;

export function incidents() {
  const open = state.incidents.filter((incident) => incident.status === 'open');
  const past = state.incidents.filter((incident) => incident.status === 'resolved').slice(0, MOST_PAST);
  // Only the number is announced: the ages in the list change every second.
  const count = h('span', { 'aria-live': 'polite' }, open.length > 0 ? h('span', { class: 'count is-critical' }, t('summary.open', open.length)) : null);
  return panel(
    'incidents',
    t('incidents.title'),
    count,
    state.loaded ? null : empty(state.problem || t('summary.loading')),
    state.missing.length > 0 ? h('p', { class: 'notice is-degraded' }, t('summary.missing', state.missing.join(', '))) : null,
    state.loaded && state.missing.length === 0 && open.length === 0 ? calm(past[0]) : null,
    h('ul', { class: 'plain cards' }, open.map(card)),
    past.length === 0 ? null : h(Fragment, null, h('h3', { class: 'section' }, t('incidents.past')), h('ul', { class: 'plain cards' }, past.map(card))),
  );
}

function calm(last) {
  const watched = shownMap(state.topology, '').nodes.length;
  return h(
    'div',
    { class: 'calm' },
    h('span', { class: 'calm-sign', 'aria-hidden': 'true' }, '✓'),
    h('div', null, h('strong', null, t('summary.calm')), h('p', { class: 'muted' }, last?.resolved_at ? t('summary.calmMore', watched, age(last.resolved_at)) : t('summary.calmNever', watched))),
  );
}

function card(incident) {
  const cause = incident.causes[0];
  const open = incident.status === 'open';
  const current = state.tab === 'incident' && state.incidentId === incident.id;
  return h(
    'li',
    { key: incident.id },
    h(
      'a',
      { class: `card is-${open ? incident.severity : 'past'}`, href: incidentLink(incident.id), 'aria-current': current ? 'true' : undefined },
      h(
        'span',
        { class: 'card-head' },
        badge(open ? incident.severity : 'healthy', open ? t(`severity.${incident.severity}`) : t(`status.${incident.status}`)),
        h('time', { title: clock(incident.since) }, open ? age(incident.since) : `${clock(incident.since)} · ${duration(Date.parse(incident.resolved_at) - Date.parse(incident.since))}`),
      ),
      h('strong', null, local(incident, 'title')),
      cause ? h('span', { class: 'muted' }, `${shortName(cause.entity)} · ${percent(cause.confidence)}`, incident.silenced ? ` · ${t('incident.silenced')}` : '') : null,
    ),
  );
}
