// The tabs under the map: the incident, a workload's signals, its forecast; and how the whole cluster is kept.
import { h } from '../lib.js';
import { shownTheme } from '../colours.js';
import { entityLink, forecastLink, incidentLink, inspectionLink } from '../route.js';
import { state } from '../store.js';
import { t } from '../text.js';
import { shortName } from '../format.js';
import { entityPanel } from './entity.js';
import { Forecast } from './forecast.js';
import { incidentPanel } from './incident.js';
import { Inspection } from './inspection.js';
import { may } from './parts.js';

export function detail() {
  const name = state.entity === '' ? '' : `: ${shortName(state.entity)}`;
  const tabs = [
    ['incident', t('incident.tab'), incidentLink(state.incidentId)],
    ['entity', t('entity.tab') + name, entityLink(state.entity)],
    ['forecast', t('forecast.tab') + name, forecastLink(state.entity)],
    ['inspection', t('inspection.tab'), inspectionLink],
  ];
  return h(
    'section',
    { class: 'panel panel-detail', id: 'detail' },
    h(
      'nav',
      { class: 'tabs' },
      tabs.map(([id, title, link]) => h('a', { href: link, 'aria-current': state.tab === id ? 'page' : undefined }, title)),
    ),
    h('div', { class: 'panel-body' }, content()),
  );
}

function content() {
  if (state.tab === 'forecast') {
    return h(Forecast, { entity: state.entity, theme: shownTheme(), language: state.language });
  }
  if (state.tab === 'inspection') {
    return h(Inspection, { language: state.language, asks: may('operator') });
  }
  return state.tab === 'entity' ? entityPanel() : incidentPanel();
}
