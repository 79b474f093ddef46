// What was done or proposed, each with its steps.
import { h } from '../lib.js';
import { attempt, undo } from '../actions.js';
import { age, clock, local } from '../format.js';
import { incidentLink } from '../route.js';
import { state } from '../store.js';
import { t, word } from '../text.js';
import { chip, diff, empty, needing, nothing, panel } from './parts.js';

const MOST = 30;
const MOOD = {
  verified: 'healthy', awaiting_approval: 'degraded', executing: 'busy', verifying: 'busy', approved: 'busy', undoing: 'busy',
  failed: 'critical', escalated: 'critical', undone: 'degraded',
};

export function remediations() {
  const past = state.remediations.filter((one) => one.state !== 'awaiting_approval').slice(0, MOST);
  return panel('fixes', t('fixes.title'), null, past.length === 0 ? empty(nothing('fixes.none')) : h('ul', { class: 'plain' }, past.map(remediationRow)));
}

/** A restart or an eviction leaves nothing to set back. */
const undoable = (one) => one.state === 'verified' && 'undo.path' in one.facts;

export function remediationRow(one) {
  return h(
    'li',
    { key: one.id },
    h(
      'details',
      { class: 'fix' },
      h(
        'summary',
        null,
        h('span', { class: `state is-${MOOD[one.state] ?? 'unknown'}` }, word(one.state)),
        h('span', null, word(one.action), ' ', chip(one.entity)),
        h('time', { class: 'muted push', title: clock(one.updated_at) }, age(one.updated_at)),
      ),
      h('p', null, local(one, 'reason'), ' ', one.incident_id ? h('a', { href: incidentLink(one.incident_id) }, t('incident.tab')) : null),
      h(
        'ol',
        { class: 'plain timeline' },
        one.steps.map((step) => h('li', null, h('time', null, clock(step.time)), h('span', { class: 'tag' }, word(step.state)), h('span', null, step.note, ' ', h('span', { class: 'muted' }, step.who)))),
      ),
      one.diff === '' ? null : diff(one.diff),
      undoable(one) ? h('button', needing('operator', { class: 'small', onClick: () => confirm(t('fixes.undoAsk')) && attempt(() => undo(one.id), t('fixes.undoSent')) }), t('fixes.undo')) : null,
    ),
  );
}
