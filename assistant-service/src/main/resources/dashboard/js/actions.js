// What the page does: loading what it shows, and asking for what an operator wants.
import { ApiError, get, post, request } from './api.js';
import { notify, set, state } from './store.js';

const MOST = 200;

/** Loads everything; throws what went wrong. */
export async function loadAll() {
  const incidents = await get(`/api/v1/incidents?limit=${MOST}`); // alone, so that a missing login is told once
  const [remediations, topology, anomalies, changes] = await Promise.all([
    get(`/api/v1/remediations?limit=${MOST}`),
    get('/api/v1/topology'),
    get(`/api/v1/anomalies?limit=${MOST}`),
    get('/api/v1/changes?limit=50'),
  ]);
  set({
    incidents: incidents.items,
    remediations: remediations.items,
    topology,
    anomalies: anomalies.items,
    changes: changes.items,
    loggedOut: false,
  });
  await Promise.all([loadHealth(), loadDemo(), loadPaused(), loadIncident()]);
  set({ loaded: true });
}

export async function loadMap() {
  const [topology, changes] = await Promise.all([get('/api/v1/topology'), get('/api/v1/changes?limit=50')]);
  set({ topology, changes: changes.items });
}

export async function loadHealth() {
  set({ health: await get('/api/v1/health') });
}

/** The demo's faults; null, and not asked for again, where this is no demo. */
export async function loadDemo() {
  if (state.loaded && state.demo === null) {
    return;
  }
  try {
    set({ demo: await get('/api/v1/demo/faults') });
  } catch (error) {
    if (error.status !== 404) {
      throw error;
    }
    set({ demo: null });
  }
}

/** The newest of pause and resume tells whether everything stands still. */
async function loadPaused() {
  const [pauses, resumes] = await Promise.all(
    ['pause', 'resume'].map((type) => get(`/api/v1/commands?type=${type}&target=*&limit=1`)),
  );
  const [pause, resume] = [pauses.items[0], resumes.items[0]];
  set({ paused: Boolean(pause) && (!resume || resume.time < pause.time) });
}

/** The chosen incident in full. */
export async function loadIncident() {
  const id = state.incidentId;
  if (id === '') {
    return;
  }
  const incident = await get(`/api/v1/incidents/${encodeURIComponent(id)}`);
  if (state.incidentId === id) {
    set({ incident });
  }
}

/** Puts a newer form of a record in its place, or in front; an older form changes nothing. */
export function upsert(list, record) {
  const index = list.findIndex((one) => one.id === record.id);
  if (index >= 0 && record.revision < list[index].revision) {
    return list;
  }
  return index < 0 ? [record, ...list].slice(0, 1000) : list.with(index, record);
}

/** Runs something the operator asked for; tells how it went. True if it went well. */
export async function attempt(ask, done) {
  try {
    await ask();
    if (done) {
      notify(done);
    }
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    notify(error.message, 'bad');
    return false;
  }
}

const remediation = (id, verb) => `/api/v1/remediations/${encodeURIComponent(id)}/${verb}`;

/** Approves exactly the diff that was shown. */
export const approve = (id, shownHash) => post(remediation(id, 'approve'), { diff_hash: shownHash });
export const reject = (id, reason) => post(remediation(id, 'reject'), { reason });
export const undo = (id) => post(remediation(id, 'undo'), { reason: 'dashboard' });

export const feedback = (incident, body) => post(`/api/v1/incidents/${encodeURIComponent(incident)}/feedback`, body);

/** Asks for a look over the whole cluster; the answer names it. */
export const inspect = () => post('/api/v1/inspections', { reason: 'dashboard' });

export function silence(target, milliseconds) {
  const until = new Date(Date.now() + milliseconds).toISOString();
  return post('/api/v1/commands', { type: 'silence', target, reason: 'dashboard', params: { until } });
}

export async function pause(wanted) {
  await post('/api/v1/commands', { type: wanted ? 'pause' : 'resume', target: '*', reason: 'dashboard' });
  set({ paused: wanted });
}

export async function demoFault(id, inject) {
  await request(inject ? 'POST' : 'DELETE', `/api/v1/demo/faults/${encodeURIComponent(id)}`);
  await loadDemo();
}
