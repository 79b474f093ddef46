// The page: what stands where.
import { Component, Fragment, h, render } from './lib.js';
import { onSystemTheme, shownTheme } from './colours.js';
import { startLive } from './live.js';
import { entityLink, incidentLink, startRoute } from './route.js';
import { set, state, subscribe } from './store.js';
import { approvals } from './views/approvals.js';
import { Assistant } from './views/assistant.js';
import { demo } from './views/demo.js';
import { detail } from './views/detail.js';
import { header } from './views/header.js';
import { incidents } from './views/incidents.js';
import { login } from './views/login.js';
import { ServiceMap, shownMap } from './views/map.js';
import { notices } from './views/notices.js';
import { remediations } from './views/remediations.js';

class Page extends Component {
  componentDidMount() {
    subscribe(() => {
      chooseFirst();
      this.setState({});
    });
  }

  render() {
    const { language, topology, loaded, entity } = state;
    const theme = shownTheme();
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = title();
    const page = h(
      'div',
      { class: 'page', inert: state.loggedOut },
      header(),
      notices(),
      h(
        'main',
        { class: 'grid' },
        h('div', { class: 'column left' }, incidents(), demo()),
        h('div', { class: 'column middle' }, h(ServiceMap, { topology, entity, loaded, theme, language }), detail()),
        h('div', { class: 'column right' }, approvals(), remediations(), h(Assistant, { language })),
      ),
      h('datalist', { id: 'entities' }, shownMap(topology, '').nodes.map((node) => h('option', { value: node.entity }))),
    );
    return h(Fragment, null, page, login());
  }
}

/** The number of open incidents is seen in a tab that is not in front. */
function title() {
  const open = state.incidents.filter((incident) => incident.status === 'open').length;
  return open > 0 ? `(${open}) AI-CloudOps` : 'AI-CloudOps';
}

/** With nothing chosen yet, shows the incident of the remediation to decide on, the newest open incident, or else the workload that nobody calls. */
function chooseFirst() {
  if (!state.loaded || state.tab !== '') {
    return;
  }
  const asked = state.remediations.find((one) => one.id === state.remediationId)?.incident_id;
  const open = asked ? { id: asked } : state.incidents.find((incident) => incident.status === 'open');
  const { nodes, calls } = shownMap(state.topology, '');
  const door = nodes.find((node) => calls.some((edge) => edge.from === node.entity) && !calls.some((edge) => edge.to === node.entity)) ?? nodes[0];
  if (open) {
    location.replace(incidentLink(open.id));
  } else if (door) {
    location.replace(entityLink(door.entity));
  }
}

startRoute();
onSystemTheme(() => set({}));
const app = document.getElementById('app');
app.replaceChildren(); // the word that it is loading
render(h(Page), app);
startLive();
