// One incident: why it happened, what speaks for it, what to do, what was done.
import { Fragment, h } from '../lib.js';
import { attempt, silence } from '../actions.js';
import { shownTheme } from '../colours.js';
import { age, clock, duration, local, percent, shortName, spaced } from '../format.js';
import { incidentLink } from '../route.js';
import { state } from '../store.js';
import { t, word } from '../text.js';
import { Feedback } from './feedback.js';
import { badge, bar, chip, empty, may, needing } from './parts.js';
import { remediationRow } from './remediations.js';
import { Signals } from './signals.js';

const HOUR_MS = 3600000;
const MOST_EVIDENCE = 6;

export function incidentPanel() {
  const incident = state.incident;
  if (!incident) {
    return empty(state.incidentId === '' ? t('incident.choose') : state.problem || t('summary.loading'));
  }
  const first = incident.causes[0];
  const evidence = new Map(incident.evidence.map((one) => [one.id, one]));
  return h(
    Fragment,
    null,
    headline(incident),
    h('h4', null, t('incident.causes')),
    first ? h('ol', { class: 'plain causes' }, incident.causes.map((one) => cause(one, evidence, incident, one === first))) : empty(t('incident.noCause')),
    first ? charts(incident, first.entity) : null,
    fixes(incident),
    h('h4', null, t('incident.timeline')),
    timeline(incident),
  );
}

const charts = (incident, entity) =>
  h(Signals, {
    key: `${incident.id} ${entity}`,
    entity,
    most: 2,
    also: oddSignals(incident, entity),
    since: incident.since,
    until: incident.status === 'open' ? '' : (incident.resolved_at ?? incident.updated_at),
    theme: shownTheme(),
    language: state.language,
  });

/** The signals whose anomalies are evidence, also when they are over by now. */
const oddSignals = (incident, entity) =>
  incident.evidence.filter((one) => one.kind === 'anomaly' && one.entity === entity).map((one) => one.what).join('\n');

function headline(incident) {
  const open = incident.status === 'open';
  const time = open
    ? t('incident.since', clock(incident.since), age(incident.since))
    : t('incident.lasted', clock(incident.since), duration(Date.parse(incident.resolved_at ?? incident.updated_at) - Date.parse(incident.since)));
  const silenceIt = () => attempt(() => silence(incident.id, HOUR_MS), t('incident.thanks'));
  return h(
    'div',
    { class: 'headline' },
    badge(open ? incident.severity : 'healthy', open ? t(`severity.${incident.severity}`) : t(`status.${incident.status}`)),
    h('h3', null, local(incident, 'title')),
    h('span', { class: 'muted' }, time),
    incident.merged_into ? h('a', { href: incidentLink(incident.merged_into) }, t('incident.mergedInto', incident.merged_into)) : null,
    incident.split_from ? h('a', { href: incidentLink(incident.split_from) }, t('incident.splitFrom', incident.split_from)) : null,
    incident.silenced ? h('span', { class: 'tag' }, t('incident.silenced')) : null,
    open && !incident.silenced ? h('button', needing('operator', { class: 'small push', onClick: silenceIt }), t('incident.silence')) : null,
  );
}

function cause(one, evidence, incident, first) {
  const fault = local(one, 'fault_title') ?? spaced(one.fault);
  const title = h(
    'span',
    { class: 'cause-title' },
    chip(one.entity),
    h('span', { class: 'fault' }, fault),
    bar(one.confidence, fault),
    h('b', { class: 'share' }, percent(one.confidence)),
  );
  return h(
    'li',
    { key: `${one.entity} ${one.fault}` },
    h(
      'details',
      { class: 'cause', open: first },
      h('summary', null, title),
      h(
        'div',
        { class: 'cause-body' },
        h('p', { class: 'cause-summary' }, local(one, 'summary'), one.member ? h('span', { class: 'muted mono' }, ` ${one.member}`) : null),
        recommendations(local(one, 'recommendations')),
        h(
          'div',
          { class: one.against.length > 0 ? 'two' : '' },
          proofs(t('incident.for'), '+', one.supporting, evidence),
          proofs(t('incident.against'), '−', one.against, evidence),
        ),
        one.affected.length > 0 ? h('p', { class: 'row' }, h('span', { class: 'muted' }, t('incident.affected')), one.affected.map(chip)) : null,
        h(Feedback, { key: incident.id, incident: incident.id, entity: one.entity, fault: one.fault, judges: may('operator'), language: state.language }),
      ),
    ),
  );
}

function recommendations(list) {
  return list.length === 0 ? null : h('div', { class: 'advice' }, h('h5', null, t('incident.do')), h('ul', null, list.map((text) => h('li', null, text))));
}

/** Evidence for or against, the weightiest first; the rest on demand. */
function proofs(title, sign, ids, evidence) {
  const known = ids.map((id) => evidence.get(id)).filter(Boolean).sort((a, b) => b.weight - a.weight);
  const item = (one) =>
    h(
      'li',
      { key: one.id, class: one.active ? '' : 'past' },
      h('span', { class: `sign sign-${sign === '+' ? 'for' : 'against'}`, 'aria-hidden': 'true' }, sign),
      h('span', null, h('span', { class: 'tag' }, word(one.kind)), ` ${one.text} `, h('time', { class: 'muted', title: one.entity }, `${shortName(one.entity)} ${clock(one.since)}`)),
    );
  if (known.length === 0) {
    return h('h5', null, title, ': ', h('span', { class: 'muted plain-text' }, t('incident.noEvidence')));
  }
  const rest = known.slice(MOST_EVIDENCE);
  return h(
    'div',
    null,
    h('h5', null, title),
    h('ul', { class: 'plain proofs' }, known.slice(0, MOST_EVIDENCE).map(item)),
    rest.length === 0 ? null : h('details', { class: 'more' }, h('summary', null, t('incident.more', rest.length)), h('ul', { class: 'plain proofs' }, rest.map(item))),
  );
}

function fixes(incident) {
  const newest = new Map(state.remediations.map((one) => [one.id, one]));
  const related = (incident.remediations ?? []).map((one) => newest.get(one.id) ?? one);
  return related.length === 0 ? null : h(Fragment, null, h('h4', null, t('incident.fixes')), h('ul', { class: 'plain' }, related.map(remediationRow)));
}

function timeline(incident) {
  return h('ol', { class: 'plain timeline' }, [...incident.timeline].reverse().map(timelineEntry));
}

function timelineEntry({ time, kind, entity, text }) {
  const name = shortName(entity);
  return h('li', null, h('time', null, clock(time)), h('span', { class: 'tag' }, word(kind)), h('span', null, text, text.includes(name) ? null : h('span', { class: 'muted' }, ` ${name}`)));
}
