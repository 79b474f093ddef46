// What the page does: loading what it shows, and asking for what an operator wants.
import { ApiError, get, getMarkdown, post, request } from './api.js';
import { notify, set, state } from './store.js';
import { t } from './text.js';

const RECENT = 200;
const MOST = 1000;
const FETCHED_WITHIN_MS = 60000;

/** Loads everything; throws what went wrong. */
export async function loadAll() {
  const open = await get(`/api/v1/incidents?status=open&limit=${MOST}`); // alone, so that a missing login is told once
  const [me, incidents, waiting, remediations, topology, anomalies, changes] = await Promise.all([
    get('/api/v1/whoami'),
    get(`/api/v1/incidents?limit=${RECENT}`),
    get(`/api/v1/remediations?state=awaiting_approval&limit=${MOST}`),
    get(`/api/v1/remediations?limit=${RECENT}`),
    get('/api/v1/topology'),
    get(`/api/v1/anomalies?limit=${RECENT}`),
    get('/api/v1/changes?limit=50'),
  ]);
  const missing = [open, incidents, waiting, remediations, topology].flatMap((answer) => answer.missing ?? []);
  set({
    me,
    incidents: joined(open.items, incidents.items),
    remediations: joined(waiting.items, remediations.items),
    topology,
    anomalies: anomalies.items,
    changes: changes.items,
    missing: [...new Set(missing)].sort(),
    loggedOut: false,
    loaded: true,
  });
  await Promise.all([loadHealth(), loadDemo(), loadPaused(), loadIncident()]);
}

/** What still needs somebody, however old, and then the newest of the rest; of two forms of a record the newer one. */
function joined(pressing, recent) {
  const all = new Map(pressing.map((one) => [one.id, one]));
  for (const one of recent) {
    if (!(all.get(one.id)?.revision > one.revision)) {
      all.set(one.id, one);
    }
  }
  return [...all.values()];
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
  if (state.demo === null) {
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
export async function loadPaused() {
  const [pauses, resumes] = await Promise.all(
    ['pause', 'resume'].map((type) => get(`/api/v1/commands?type=${type}&target=*&limit=1`)),
  );
  const [pause, resume] = [pauses.items[0], resumes.items[0]];
  set({ paused: Boolean(pause) && (!resume || resume.time < pause.time) });
}

/** The chosen incident in full. One that is no more is chosen no longer; whoever chose it hears that. */
export async function loadIncident() {
  const id = state.incidentId;
  if (id === '') {
    return;
  }
  try {
    const incident = await get(`/api/v1/incidents/${encodeURIComponent(id)}`);
    if (state.incidentId === id) {
      const cause = state.incident === null && state.tab === 'incident' ? incident.causes[0] : undefined;
      set({ incident, entity: cause?.entity ?? state.entity });
    }
  } catch (error) {
    if (error.status !== 404) {
      throw error;
    }
    if (state.incidentId === id) {
      set({ incidentId: '', incident: null, tab: state.tab === 'incident' ? '' : state.tab });
      notify(t('incident.gone', id), 'bad');
    }
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

/** Saves an inspection as a file: a link could not carry a pasted token. */
export async function saveInspection(id) {
  const text = await getMarkdown(`/api/v1/inspections/${encodeURIComponent(id)}?format=markdown&lang=${state.language}`);
  const file = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  Object.assign(document.createElement('a'), { href: file, download: `inspection-${id}.md` }).click();
  setTimeout(() => URL.revokeObjectURL(file), FETCHED_WITHIN_MS);
}

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
