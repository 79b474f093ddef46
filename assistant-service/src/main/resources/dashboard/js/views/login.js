// Shown over the page while nobody is logged in.
import { h } from '../lib.js';
import { forgetToken, useToken } from '../api.js';
import { restartLive } from '../live.js';
import { state } from '../store.js';
import { t } from '../text.js';

export function login() {
  if (!state.loggedOut) {
    return null;
  }
  const use = (event) => {
    event.preventDefault();
    const token = new FormData(event.target).get('token').trim();
    forgetToken();
    if (token !== '') {
      useToken(token);
    }
    restartLive();
  };
  return h(
    'div',
    { class: 'cover' },
    h(
      'form',
      { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'login-title', onSubmit: use },
      h('h2', { id: 'login-title' }, h('img', { src: '/favicon.svg', alt: '', width: 28, height: 28 }), t('login.title')),
      h('p', null, t('login.link')),
      h('pre', null, 'bin/aiops token --login --role operator --name YOU'),
      h('label', { for: 'token' }, t('login.token')),
      h('input', { id: 'token', name: 'token', type: 'password', autocomplete: 'off', spellcheck: false, autoFocus: true }),
      h('button', { class: 'primary' }, t('login.use')),
    ),
  );
}
