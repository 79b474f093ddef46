// Messages that come and go.
import { h } from '../lib.js';
import { dismiss, state } from '../store.js';
import { t } from '../text.js';

export function notices() {
  return h(
    'div',
    { class: 'notices', role: 'status', 'aria-live': 'polite' },
    state.paused ? h('p', { class: 'notice is-degraded' }, '⏸ ', t('header.paused')) : null,
    state.connection === 'offline' ? h('p', { class: 'notice is-bad' }, t('login.away')) : null,
    state.loaded && state.problem !== '' ? h('p', { class: 'notice is-degraded' }, t('summary.stale', state.problem)) : null,
    state.notices.map((notice) =>
      h('p', { key: notice.id, class: `notice is-${notice.kind}` }, notice.text, h('button', { class: 'small', 'aria-label': t('close'), onClick: () => dismiss(notice.id) }, '✕')),
    ),
  );
}
