// The service map: workloads coloured by their state, and who calls whom.
import { createRef, cytoscape, h } from '../lib.js';
import { colour } from '../colours.js';
import { byState } from '../format.js';
import { layers } from '../layers.js';
import { Pure } from '../pure.js';
import { entityLink } from '../route.js';
import { t } from '../text.js';
import { empty, panel, signOf } from './parts.js';

/** Distances and node widths of the two ways to draw: callers left of callees, or above them where it is narrow. */
const WIDE = { down: false, column: 190, row: 74, node: 132 };
const NARROW = { down: true, column: 78, row: 110, node: 100 };
const NARROW_BELOW = 520;
const ZOOM_STEP = 1.3;
const STATE_COLOUR = { healthy: 'ok', degraded: 'warn', critical: 'bad', unknown: 'muted' };
const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Rollout', 'Workload']);

/** What is drawn: workloads, and whatever else calls or is called. */
export function shownMap(topology, namespace) {
  const calls = topology.edges.filter((edge) => edge.type === 'calls');
  const inCalls = new Set(calls.flatMap((edge) => [edge.from, edge.to]));
  const nodes = topology.nodes.filter(
    (node) => (WORKLOADS.has(node.kind) || inCalls.has(node.entity)) && (namespace === '' || node.namespace === namespace),
  );
  const shown = new Set(nodes.map((node) => node.entity));
  return { nodes, calls: calls.filter((edge) => shown.has(edge.from) && shown.has(edge.to)) };
}

/** Properties: topology, entity (the chosen one), loaded, theme, language. */
export class ServiceMap extends Pure {
  constructor() {
    super();
    this.state = { namespace: '' };
    this.canvas = createRef();
    this.shape = '';
    this.watcher = new ResizeObserver(() => {
      this.draw();
      this.fit();
    });
  }

  componentDidMount() {
    this.draw();
  }

  componentDidUpdate() {
    this.draw();
  }

  componentWillUnmount() {
    this.watcher.disconnect();
    this.graph?.destroy();
  }

  render() {
    const { nodes } = shownMap(this.props.topology, this.state.namespace);
    const namespaces = [...new Set(shownMap(this.props.topology, '').nodes.map((node) => node.namespace))].sort();
    const tools = h(
      'div',
      { class: 'tools' },
      namespaces.length > 1
        ? h(
            'select',
            { 'aria-label': t('map.allNamespaces'), value: this.state.namespace, onChange: (event) => this.setState({ namespace: event.target.value }) },
            h('option', { value: '' }, t('map.allNamespaces')),
            namespaces.map((name) => h('option', { value: name }, name)),
          )
        : null,
      this.legend(nodes),
      h('button', { class: 'small', onClick: () => this.zoom(1 / ZOOM_STEP), 'aria-label': t('map.zoomOut'), title: t('map.zoomOut') }, '−'),
      h('button', { class: 'small', onClick: () => this.zoom(ZOOM_STEP), 'aria-label': t('map.zoomIn'), title: t('map.zoomIn') }, '+'),
      h('button', { class: 'small', onClick: () => this.fit() }, t('map.fit')),
    );
    return panel(
      'map',
      t('map.title'),
      tools,
      nodes.length === 0 ? empty(t(this.props.loaded ? 'map.empty' : 'summary.loading')) : null,
      h('div', { class: 'map-canvas', ref: this.canvas, role: 'img', 'aria-label': t('map.help'), hidden: nodes.length === 0 }),
      h(
        'nav',
        { class: 'map-list', 'aria-label': t('map.list') },
        [...nodes].sort(byState).map((node) => h('a', { href: entityLink(node.entity) }, `${node.name}: ${t(`state.${node.state}`)}`)),
      ),
    );
  }

  legend(nodes) {
    const counts = ['critical', 'degraded', 'unknown', 'healthy'].map((one) => [one, nodes.filter((node) => node.state === one).length]);
    return h(
      'span',
      { class: 'legend' },
      counts.filter(([, count]) => count > 0).map(([one, count]) => h('span', { class: `is-${one}` }, `${signOf(one)} ${count} ${t(`state.${one}`)}`)),
    );
  }

  draw() {
    if (!this.canvas.current || this.canvas.current.hidden) {
      return;
    }
    if (!this.graph) {
      this.graph = cytoscape({ container: this.canvas.current, minZoom: 0.05, maxZoom: 2, userZoomingEnabled: false, autoungrabify: true, boxSelectionEnabled: false });
      this.graph.on('tap', 'node', (event) => {
        location.hash = entityLink(event.target.id());
      });
      this.watcher.observe(this.canvas.current);
    }
    const { nodes, calls } = shownMap(this.props.topology, this.state.namespace);
    const edges = calls.map((edge) => ({ id: `${edge.from}>${edge.to}`, source: edge.from, target: edge.to }));
    const form = this.canvas.current.clientWidth < NARROW_BELOW ? NARROW : WIDE;
    const shape = JSON.stringify([form, nodes.map((node) => node.entity), edges.map((edge) => edge.id)]);
    this.graph.style(style(form));
    this.graph.batch(() => {
      if (shape !== this.shape) {
        this.graph.elements().remove();
        this.graph.add([...nodes.map((node) => ({ group: 'nodes', data: { id: node.entity } })), ...edges.map((data) => ({ group: 'edges', data }))]);
      }
      for (const node of nodes) {
        this.graph.getElementById(node.entity).data({ label: label(node), long: node.name.length > form.node / 5 ? 1 : 0, state: node.state, chosen: node.entity === this.props.entity ? 1 : 0 });
      }
      for (const edge of edges) {
        const callee = nodes.find((node) => node.entity === edge.target);
        this.graph.getElementById(edge.id).data('state', callee.state);
      }
    });
    if (shape !== this.shape) {
      this.shape = shape;
      const places = layers(nodes.map((node) => node.entity), calls.map((edge) => [edge.from, edge.to]));
      this.graph.nodes().positions((node) => {
        const along = places.get(node.id()).column * form.column;
        const across = places.get(node.id()).row * form.row;
        return form.down ? { x: across, y: along } : { x: along, y: across };
      });
      this.fit();
    }
  }

  /** Nearer or farther, around the middle of what is seen. */
  zoom(factor) {
    if (this.graph) {
      this.graph.zoom({ level: this.graph.zoom() * factor, renderedPosition: { x: this.graph.width() / 2, y: this.graph.height() / 2 } });
    }
  }

  fit() {
    if (this.graph) {
      this.graph.resize();
      this.graph.fit(undefined, 18);
      if (this.graph.zoom() > 1.15) {
        this.graph.zoom(1.15);
        this.graph.center();
      }
    }
  }
}

function label(node) {
  const { replicas, readyReplicas } = node.attributes;
  const ready = replicas === undefined ? '' : `\n${readyReplicas ?? 0}/${replicas}`;
  const anomalies = node.anomalies > 0 ? ` · ${node.anomalies} ⚡` : '';
  return `${signOf(node.state)} ${node.name}${ready}${anomalies}`;
}

function style(form) {
  const states = Object.entries(STATE_COLOUR).flatMap(([name, key]) => [
    { selector: `node[state = "${name}"]`, style: { 'border-color': colour(key), 'background-color': colour(`${key}-soft`) } },
  ]);
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle', width: form.node, height: 46, 'border-width': 2, label: 'data(label)', 'text-valign': 'center', 'text-halign': 'center',
        'text-wrap': 'wrap', 'text-overflow-wrap': 'anywhere', 'text-max-width': form.node - 8, 'line-height': 1.25, 'font-size': 12.5, 'font-family': 'system-ui, sans-serif', color: colour('text'),
      },
    },
    { selector: 'node[long = 1]', style: { height: 56, 'font-size': 10 } },
    ...states,
    { selector: 'node[chosen = 1]', style: { 'outline-width': 3, 'outline-color': colour('accent'), 'outline-offset': 3 } },
    {
      selector: 'edge',
      style: { width: 1.6, 'line-color': colour('line-strong'), 'target-arrow-color': colour('line-strong'), 'target-arrow-shape': 'triangle', 'curve-style': 'bezier', 'arrow-scale': 0.9 },
    },
    { selector: 'edge[state = "critical"]', style: { 'line-color': colour('bad'), 'target-arrow-color': colour('bad'), width: 2.4 } },
  ];
}
