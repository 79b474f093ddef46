// What the page knows. One object; whoever changes it calls set, and the page is drawn anew.

export const state = {
  language: localStorage.getItem('aiops.language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'),
  theme: localStorage.getItem('aiops.theme') ?? 'auto',
  connection: 'connecting', // connecting, live, polling, offline
  loggedOut: false,
  loaded: false,
  fresh: false, // false while something shown may be old or incomplete; it is asked for again until it is not
  problem: '', // why it may be old, in words
  missing: [], // replicas that did not answer; what they hold is not shown
  me: null, // name, role and what one may
  now: Date.now(),
  health: null,
  paused: null,
  incidents: [],
  remediations: [],
  topology: { nodes: [], edges: [] },
  anomalies: [],
  changes: [],
  demo: undefined, // the faults; null where this is no demo
  tab: '', // incident, entity, forecast or inspection
  entity: '',
  incidentId: '',
  remediationId: '', // that a link in a notification asked to decide on
  incident: null, // in full
  notices: [],
};

const listeners = new Set();
let drawing = false;

/** Changes fields and draws once after all changes of this turn. */
export function set(fields) {
  Object.assign(state, fields);
  if (!drawing) {
    drawing = true;
    queueMicrotask(() => {
      drawing = false;
      listeners.forEach((listener) => listener());
    });
  }
}

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let lastNotice = 0;

/** Shows a message for a while; kind is good or bad. */
export function notify(text, kind = 'good') {
  const id = ++lastNotice;
  set({ notices: [...state.notices, { id, text, kind }].slice(-4) });
  setTimeout(() => dismiss(id), kind === 'bad' ? 12000 : 5000);
}

export function dismiss(id) {
  set({ notices: state.notices.filter((notice) => notice.id !== id) });
}
