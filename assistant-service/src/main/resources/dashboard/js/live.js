// Keeps the page up to date: the live feed over a WebSocket, with polling while there is none.
import { hasToken, socketUrl } from './api.js';
import { loadAll, loadDemo, loadHealth, loadIncident, loadMap, loadPaused, upsert } from './actions.js';
import { set, state } from './store.js';

const POLL_MS = 5000;
const MAP_MS = 10000;
const LONGEST_WAIT_MS = 15000;

let socket = null;
let failures = 0;
let lastEvent = '';
let loading = false;
let loadAgain = false;
let meanwhile = []; // heard while loading, and perhaps newer than what was loaded
const waiting = new Map();

/** Starts; never ends while the page is open. */
export function startLive() {
  reload().then(connect);
  setInterval(() => visible() && set({ now: Date.now() }), 1000);
  every(POLL_MS, () => {
    if (state.connection === 'live' && state.fresh) {
      return loadDemo();
    }
    return loading ? undefined : reload(); // the views may be loading yet, or a replica be away
  });
  every(MAP_MS, () => reachable() && Promise.all([loadMap(), loadHealth(), loadPaused()]));
  document.addEventListener('visibilitychange', () => visible() && reload());
}

/** Connects again at once, e.g. after a login. */
export function restartLive() {
  failures = 0;
  set({ loggedOut: false });
  socket?.close(); // its end connects again
  return reload();
}

const visible = () => document.visibilityState === 'visible';

/** False while only trying to connect makes sense. */
export const reachable = () => visible() && !state.loggedOut && state.connection !== 'offline';

function every(milliseconds, work) {
  setInterval(() => {
    if (visible() && !state.loggedOut) {
      quietly(work);
    }
  }, milliseconds);
}

/** A failed refresh shows in the connection state or with its reason; the next one tries again. */
export async function quietly(work) {
  try {
    await work();
  } catch (error) {
    if (error.status === undefined) {
      throw error; // a mistake of this page, not of the connection
    }
    if (error.status === 0) {
      set({ connection: 'offline', fresh: false });
    } else {
      set({ problem: error.message, fresh: false });
    }
  }
}

/** Loads everything; once more if it is asked for again meanwhile. */
async function reload() {
  loadAgain = true;
  if (loading) {
    return;
  }
  loading = true;
  try {
    while (loadAgain) {
      loadAgain = false;
      meanwhile = [];
      await quietly(loadAndCatchUp);
    }
  } finally {
    loading = false;
  }
}

async function loadAndCatchUp() {
  try {
    await loadAll();
  } finally {
    meanwhile.forEach(take);
  }
  const open = socket?.readyState === WebSocket.OPEN;
  set({ connection: open ? 'live' : 'polling', fresh: state.missing.length === 0 && !loadAgain, problem: '' });
}

function connect() {
  socket = null;
  if (hasToken()) {
    return; // a WebSocket cannot carry a pasted token: polling it is
  }
  if (state.loggedOut) {
    setTimeout(connect, 1000);
    return;
  }
  const resume = lastEvent === '' ? '' : `?last_event_id=${encodeURIComponent(lastEvent)}`;
  socket = new WebSocket(socketUrl(`/api/v1/live${resume}`));
  socket.onmessage = (message) => heard(JSON.parse(message.data));
  socket.onclose = () => {
    if (state.connection === 'live') {
      set({ connection: 'polling' });
    }
    failures += 1;
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures) * (0.5 + Math.random() / 2);
    setTimeout(connect, wait);
  };
}

function heard({ id, type, data }) {
  if (id) {
    lastEvent = id;
  }
  if (type === 'hello' || type === 'reset') {
    failures = 0;
    set({ connection: 'live', fresh: false });
    reload();
    return;
  }
  if (loading) {
    meanwhile.push({ type, data });
  }
  take({ type, data });
}

function take({ type, data }) {
  if (type === 'incident') {
    set({ incidents: upsert(state.incidents, data) });
    soon('map', loadMap);
    if (data.id === state.incidentId) {
      soon('incident', loadIncident);
    }
  } else if (type === 'remediation') {
    set({ remediations: upsert(state.remediations, data) });
    if (data.incident_id === state.incidentId) {
      soon('incident', loadIncident);
    }
  } else if (type === 'anomaly') {
    set({ anomalies: upsert(state.anomalies, data) });
    soon('map', loadMap);
  }
}

/** Many events in a row cause one load. */
function soon(name, work) {
  if (!waiting.has(name)) {
    waiting.set(name, setTimeout(() => {
      waiting.delete(name);
      quietly(work);
    }, 700));
  }
}
