// The address bar says what is shown, so that a link in a notification or a reload lands there.
import { loadIncident } from './actions.js';
import { quietly } from './live.js';
import { set, state } from './store.js';

export const incidentLink = (id) => `#/incident/${id}`;
export const entityLink = (entity) => `#/entity/${entity}`;
export const forecastLink = (entity) => `#/forecast/${entity}`;
export const inspectionLink = '#/inspection/';

export function startRoute() {
  addEventListener('hashchange', follow);
  follow();
}

function follow() {
  const [, tab = '', rest = ''] = /^#\/(incident|entity|forecast|inspection|remediation)\/(.*)$/.exec(location.hash) ?? [];
  if (tab === 'incident') {
    const id = decodeURIComponent(rest);
    const incident = state.incident?.id === id ? state.incident : null;
    set({ tab, incidentId: id, incident, entity: incident?.causes[0]?.entity ?? state.entity });
    quietly(loadIncident);
  } else if (tab === 'remediation') {
    set({ tab: '', remediationId: decodeURIComponent(rest) }); // its incident is shown beside it
  } else if (tab === 'inspection') {
    set({ tab });
  } else {
    set({ tab, entity: tab === '' ? state.entity : decodeURIComponent(rest) });
  }
}
