// The demo's faults: a button each. Not there outside the demo.
import { h } from '../lib.js';
import { attempt, demoFault } from '../actions.js';
import { age } from '../format.js';
import { state } from '../store.js';
import { t } from '../text.js';
import { needing, panel } from './parts.js';

export function demo() {
  if (!state.demo) {
    return null;
  }
  return panel('demo', t('demo.title'), null, h('p', { class: 'muted' }, t('demo.hint')), h('ul', { class: 'plain faults' }, state.demo.map(fault)));
}

function fault(one) {
  const active = one.injectedAt !== '' && !one.mended;
  const title = state.language === 'zh' ? one.titleZh : one.titleEn;
  const switchIt = () => attempt(() => demoFault(one.id, !active));
  return h(
    'li',
    { key: one.id, class: active ? 'active' : '' },
    h(
      'span',
      { class: 'fault-text' },
      h('span', null, title, ' ', one.harmless ? h('span', { class: 'tag' }, t('demo.harmless')) : null),
      h('span', { class: 'muted' }, one.target.split('/').at(-1), active ? ` · ${t('demo.active', age(one.injectedAt))}` : one.injectedAt !== '' ? ` · ${t('demo.mended')}` : ''),
    ),
    h('button', needing('operator', { class: active ? 'small' : 'small outline', onClick: switchIt, 'aria-label': `${t(active ? 'demo.clear' : 'demo.inject')}: ${title}` }), t(active ? 'demo.clear' : 'demo.inject')),
  );
}
