// The theme's colours for canvases, which cannot read style sheets.
import { state } from './store.js';

const probe = document.createElement('span');
probe.hidden = true;

/** The colour of a custom property of css/theme.css in the present theme, e.g. colour('bad'). */
export function colour(name) {
  if (!probe.isConnected) {
    document.body.append(probe);
  }
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/** The colour at an opacity in [0,1]. */
export const faded = (name, opacity) => colour(name).replace(/^rgb\((.*)\)$/, `rgba($1, ${opacity})`);

const dark = matchMedia('(prefers-color-scheme: dark)');

/** light or dark, as chosen or as the system has it. */
export const shownTheme = () => (state.theme === 'auto' ? (dark.matches ? 'dark' : 'light') : state.theme);

export const onSystemTheme = (listener) => dark.addEventListener('change', listener);
