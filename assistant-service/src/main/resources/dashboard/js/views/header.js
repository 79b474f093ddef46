// The bar on top: how everything is, whether the page is live, and the switches.
import { h } from '../lib.js';
import { attempt, pause } from '../actions.js';
import { shownTheme } from '../colours.js';
import { timeZone } from '../format.js';
import { set, state } from '../store.js';
import { t, word } from '../text.js';
import { needing, signOf } from './parts.js';

export function header() {
  return h(
    'header',
    { class: 'top' },
    h('a', { class: 'skip', href: '#incidents', onClick: focusIncidents }, t('header.skip')),
    h('h1', null, h('img', { src: '/favicon.svg', alt: '', width: 26, height: 26 }), 'AI-CloudOps'),
    h('div', { class: 'top-states', role: 'status' }, health(), connection()),
    h('span', { class: 'muted zone', title: t('header.zone') }, timeZone()),
    h(
      'div',
      { class: 'top-tools' },
      me(),
      state.paused === null
        ? null
        : h('button', needing('admin', { class: state.paused ? 'primary' : '', onClick: switchPause, 'aria-pressed': state.paused }), t(state.paused ? 'header.resume' : 'header.pause')),
      h('button', { onClick: switchLanguage, lang: state.language === 'zh' ? 'en' : 'zh' }, t('header.language')),
      h('button', { onClick: switchTheme, 'aria-label': t('header.theme'), title: t('header.theme') }, shownTheme() === 'dark' ? '☀' : '☾'),
    ),
  );
}

/** The worst of what the open incidents and the system's own parts say. */
function health() {
  if (!state.loaded) {
    return null;
  }
  const open = state.incidents.filter((incident) => incident.status === 'open');
  const sick = Object.entries(state.health?.components ?? {}).filter(([, part]) => part.status !== 'healthy' && part.status !== 'disabled');
  const kind = open.some((incident) => incident.severity === 'critical') ? 'critical' : open.length + sick.length + state.missing.length > 0 ? 'degraded' : 'healthy';
  const cluster = state.topology.nodes[0]?.cluster ?? '';
  const parts = [
    ...sick.map(([name, part]) => `${name}: ${part.message ?? t('state.unhealthy')}`),
    ...(state.missing.length > 0 ? [t('summary.missing', state.missing.join(', '))] : []),
  ].join('; ');
  return h(
    'span',
    { class: `pill is-${kind}`, title: parts || t('header.healthy') },
    h('span', { 'aria-hidden': 'true' }, signOf(kind)),
    ` ${cluster} ${t(`state.${kind}`)}`,
    sick.length > 0 ? ` · ${sick.map(([name]) => name).join(', ')}` : '',
  );
}

function connection() {
  return h('span', { class: `pill connection is-${state.connection}` }, h('span', { class: 'dot', 'aria-hidden': 'true' }), t(`header.${state.connection}`));
}

/** As whom what is done here is remembered. */
function me() {
  return state.me?.logged_in ? h('span', { class: 'muted who' }, `${state.me.name} · ${word(state.me.role)}`) : null;
}

function focusIncidents(event) {
  event.preventDefault(); // the address holds what is shown
  document.querySelector('#incidents a, #incidents')?.focus();
}

function switchPause() {
  if (state.paused || confirm(t('header.pauseAsk'))) {
    attempt(() => pause(!state.paused));
  }
}

function switchLanguage() {
  const language = state.language === 'zh' ? 'en' : 'zh';
  localStorage.setItem('aiops.language', language);
  set({ language });
}

function switchTheme() {
  const theme = shownTheme() === 'dark' ? 'light' : 'dark';
  localStorage.setItem('aiops.theme', theme);
  set({ theme });
}
