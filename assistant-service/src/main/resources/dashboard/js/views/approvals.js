// What waits for a person: the diff, the danger, and the two buttons.
import { h } from '../lib.js';
import { approve, attempt, reject } from '../actions.js';
import { duration, local } from '../format.js';
import { Pure } from '../pure.js';
import { incidentLink } from '../route.js';
import { notify, state } from '../store.js';
import { t, word } from '../text.js';
import { chip, diff, empty, may, needing, nothing, panel } from './parts.js';

const SOON_MS = 5 * 60 * 1000;
const SETTLE_MS = 800;

export function approvals() {
  const all = state.remediations.filter((one) => one.state === 'awaiting_approval');
  const waiting = [...all.filter((one) => one.incident_id !== ''), ...all.filter((one) => one.incident_id === '')]; // what mends before what prevents
  return panel(
    'approvals',
    t('approvals.title'),
    waiting.length > 0 ? h('span', { class: 'count is-degraded' }, waiting.length) : null,
    waiting.length === 0 ? empty(nothing('approvals.none')) : null,
    waiting.map((one, place) => h(Approval, { key: one.id, remediation: one, chosen: one.id === state.remediationId, place, topology: state.topology, language: state.language, left: timeLeft(one), decides: may('operator') })),
  );
}

/** Milliseconds until it expires, to the second; null if it does not. */
const timeLeft = (one) => (one.expires_at ? Math.max(0, Math.floor((Date.parse(one.expires_at) - state.now) / 1000) * 1000) : null);

/**
 * Properties: remediation, chosen (by the link that led here), place in the list, left (milliseconds), decides
 * (whether whoever looks may).
 *
 * The list moves when another proposal comes or goes, and a new dry run may find another diff. A click that was meant
 * for what stood here a moment ago must not decide on this, so the buttons rest until it has stood still for a while.
 */
class Approval extends Pure {
  constructor() {
    super();
    this.state = { busy: false, rejecting: false, settled: false };
  }

  componentDidMount() {
    this.settle();
    this.comeIntoView(false);
  }

  componentDidUpdate(before) {
    this.comeIntoView(before.chosen);
    const { place, remediation: one } = this.props;
    if (before.place !== place || before.remediation.diff_hash !== one.diff_hash) {
      this.settle();
    }
    if (this.state.busy && before.remediation.revision !== one.revision) {
      this.setState({ busy: false });
      notify(t('approvals.stillWaits', one.steps.at(-1)?.note ?? ''), 'bad'); // the order was taken, and refused later
    }
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  comeIntoView(before) {
    if (this.props.chosen && !before) {
      this.base.scrollIntoView({ block: 'center' });
    }
  }

  settle() {
    clearTimeout(this.timer);
    this.setState({ settled: false });
    this.timer = setTimeout(() => this.setState({ settled: true }), SETTLE_MS);
  }

  async send(ask, done) {
    const { revision } = this.props.remediation;
    this.setState({ busy: true });
    const good = await attempt(ask, done);
    // Stays busy until the feed takes it from the list, or has brought what became of the order.
    this.setState({ busy: good && this.props.remediation.revision === revision, rejecting: false });
  }

  render() {
    const { remediation: one, left } = this.props;
    return h(
      'article',
      { class: 'approval', 'aria-current': this.props.chosen ? 'true' : undefined },
      h(
        'div',
        { class: 'headline' },
        h('h3', null, `${word(one.action)} `, chip(one.entity)),
        left === null ? null : h('span', { class: left < SOON_MS ? 'expiry soon' : 'expiry' }, left === 0 ? t('approvals.expired') : t('approvals.expires', duration(left))),
      ),
      h('p', { class: 'muted mono' }, one.entity),
      h('p', null, local(one, 'reason'), ' ', one.incident_id ? h('a', { href: incidentLink(one.incident_id) }, t('incident.tab')) : null),
      h('h4', null, t('approvals.diff')),
      diff(one.diff),
      one.danger ? h('p', { class: 'danger' }, h('strong', null, '⚠ ', t('approvals.danger'), ': '), one.danger) : null,
      one.expectation ? h('p', { class: 'muted' }, h('strong', null, t('approvals.expect'), ': '), one.expectation) : null,
      this.state.rejecting ? this.rejection(one) : this.buttons(one),
    );
  }

  buttons(one) {
    // The hash of the diff that is on the screen, not of a newer one that arrives meanwhile.
    const shownHash = one.diff_hash;
    const resting = this.state.busy || !this.state.settled;
    return h(
      'div',
      { class: 'row' },
      h(
        'button',
        needing('operator', {
          class: 'primary',
          disabled: resting || one.diff === '' || this.props.left === 0,
          onClick: () => this.send(() => approve(one.id, shownHash), t('approvals.approved', word(one.action))),
        }),
        this.state.busy ? t('approvals.sending') : t('approvals.approve'),
      ),
      h('button', needing('operator', { disabled: resting, onClick: () => this.setState({ rejecting: true }) }), t('approvals.reject')),
      h('code', { class: 'muted push', title: one.diff_hash }, one.diff_hash.slice(0, 12)),
    );
  }

  rejection(one) {
    const send = (event) => {
      event.preventDefault();
      const reason = new FormData(event.target).get('reason').trim();
      this.send(() => reject(one.id, reason), t('approvals.rejected', word(one.action)));
    };
    return h(
      'form',
      { class: 'row', onSubmit: send },
      h('input', { name: 'reason', class: 'grow', required: true, autoFocus: true, 'aria-label': t('approvals.reason'), placeholder: t('approvals.reason') }),
      h('button', { class: 'primary', disabled: this.state.busy }, t('approvals.reject')),
      h('button', { type: 'button', onClick: () => this.setState({ rejecting: false }) }, t('approvals.cancel')),
    );
  }
}
