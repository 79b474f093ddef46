// What looking over the whole cluster found, and asking for a new look.
import { Fragment, h } from '../lib.js';
import { attempt, inspect, saveInspection } from '../actions.js';
import { ApiError, get } from '../api.js';
import { age, clock, local } from '../format.js';
import { reachable } from '../live.js';
import { Pure } from '../pure.js';
import { t, word } from '../text.js';
import { badge, chip, empty, needing } from './parts.js';

const REFRESH_MS = 30000;
const ASKED_MS = 700;
const SEVERITIES = ['critical', 'warning', 'info'];

/** Properties: language, asks (whether whoever looks may). */
export class Inspection extends Pure {
  constructor() {
    super();
    this.state = { inspection: null, running: '', loaded: false, problem: '' };
  }

  componentDidMount() {
    this.load();
    this.timer = setInterval(() => reachable() && this.load(), REFRESH_MS);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
    clearTimeout(this.asked);
    this.gone = true;
  }

  /** The newest that has ended. */
  async load() {
    try {
      const list = await get('/api/v1/inspections?limit=20');
      const ended = list.items.find((one) => one.status !== 'running');
      const inspection = ended ? await get(`/api/v1/inspections/${encodeURIComponent(ended.id)}`) : null;
      this.show({ inspection, loaded: true, problem: '' });
    } catch (error) {
      this.failed(error);
    }
  }

  async ask() {
    let asked = null;
    const good = await attempt(async () => {
      asked = await inspect();
    });
    if (good) {
      this.show({ running: asked.inspection_id });
      this.follow(asked.inspection_id);
    }
  }

  /** Until what was asked for has ended. */
  async follow(id) {
    try {
      const inspection = await get(`/api/v1/inspections/${encodeURIComponent(id)}`);
      if (inspection.status === 'running') {
        this.asked = setTimeout(() => this.follow(id), ASKED_MS);
      } else {
        this.show({ inspection, running: '', loaded: true, problem: '' });
      }
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        this.asked = setTimeout(() => this.follow(id), ASKED_MS); // the views have not seen it yet
      } else {
        this.failed(error);
      }
    }
  }

  failed(error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    this.show({ running: '', loaded: true, problem: error.message });
  }

  show(fields) {
    if (!this.gone) {
      this.setState(fields);
    }
  }

  render() {
    const { inspection, running, loaded, problem } = this.state;
    return h(
      Fragment,
      null,
      h(
        'div',
        { class: 'row' },
        h('button', needing('operator', { class: 'primary', disabled: running !== '', onClick: () => this.ask() }), t(running === '' ? 'inspection.ask' : 'inspection.running')),
        inspection ? h('span', { class: 'muted', title: clock(inspection.started_at) }, t('inspection.when', age(inspection.started_at), inspection.asked_by)) : null,
        inspection ? h('button', { class: 'small push', onClick: () => attempt(() => saveInspection(inspection.id)) }, t('inspection.markdown')) : null,
      ),
      problem === '' ? null : empty(problem),
      inspection ? report(inspection) : empty(t(loaded ? 'inspection.none' : 'summary.loading')),
    );
  }
}

function report(inspection) {
  if (inspection.status === 'failed') {
    return h('p', { class: 'danger' }, t('inspection.failed', inspection.error));
  }
  const groups = grouped(inspection.findings);
  return h(
    Fragment,
    null,
    inspection.not_read.length === 0 ? null : h('p', { class: 'muted' }, t('inspection.notRead', inspection.not_read.join(', '))),
    h(
      'div',
      { class: 'row' },
      SEVERITIES.map((severity) => {
        const count = inspection.findings.filter((one) => one.severity === severity).length;
        return count === 0 ? null : badge(severity, `${count} ${t(`severity.${severity}`)}`);
      }),
      h('span', { class: 'muted' }, t('inspection.objects', Object.values(inspection.objects).reduce((sum, count) => sum + count, 0))),
    ),
    groups.size === 0 ? empty(t('inspection.clean')) : h('ul', { class: 'plain' }, [...groups.values()].map((findings) => group(inspection, findings))),
  );
}

const keyOf = (finding) => `${finding.severity}/${finding.check}`;

function grouped(findings) {
  const groups = new Map();
  findings.forEach((one) => groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]));
  return groups;
}

/** All that one check found at one severity. */
function group(inspection, findings) {
  const [first] = findings;
  const listed = inspection.findings.filter((one) => one.check === first.check).length;
  const left = inspection.counts[first.check] - listed;
  return h(
    'li',
    { key: keyOf(first) },
    h(
      'details',
      { class: 'fix', open: first.severity === 'critical' },
      h('summary', null, badge(first.severity, t(`severity.${first.severity}`)), h('strong', null, word(first.check)), h('span', { class: 'muted push' }, findings.length)),
      h('p', null, local(first, 'advice')),
      h(
        'ul',
        { class: 'plain timeline' },
        findings.map((one) => h('li', { key: `${one.entity} ${one.text}` }, chip(one.entity), h('span', null, local(one, 'text')))),
        left > 0 ? h('li', { class: 'muted' }, t('inspection.more', left)) : null,
      ),
    ),
  );
}
