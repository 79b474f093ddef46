// Whether a named cause is right: what the system learns from.
import { h } from '../lib.js';
import { attempt, feedback } from '../actions.js';
import { Pure } from '../pure.js';
import { t } from '../text.js';
import { needing } from './parts.js';

/** Properties: incident, entity, fault, judges (whether whoever looks may). */
export class Feedback extends Pure {
  constructor() {
    super();
    this.state = { wrong: false, said: false };
  }

  async say(verdict, more) {
    const { incident, entity, fault } = this.props;
    if (await attempt(() => feedback(incident, { verdict, entity, fault, ...more }), t('incident.thanks'))) {
      this.setState({ wrong: false, said: true });
    }
  }

  render() {
    if (this.state.said) {
      return h('p', { class: 'muted' }, t('incident.thanks'));
    }
    if (this.state.wrong) {
      return this.form();
    }
    return h(
      'p',
      { class: 'row feedback' },
      h('span', { class: 'muted' }, t('incident.feedback')),
      h('button', needing('operator', { class: 'small', onClick: () => this.say('right') }), '✓ ', t('incident.right')),
      h('button', needing('operator', { class: 'small', onClick: () => this.setState({ wrong: true }) }), '✕ ', t('incident.wrong')),
    );
  }

  form() {
    const send = (event) => {
      event.preventDefault();
      const form = new FormData(event.target);
      const truth = { true_entity: form.get('entity').trim(), comment: form.get('comment').trim() };
      this.say('wrong', Object.fromEntries(Object.entries(truth).filter(([, value]) => value !== '')));
    };
    return h(
      'form',
      { class: 'row', onSubmit: send },
      h('input', { name: 'entity', list: 'entities', 'aria-label': t('incident.wasEntity'), placeholder: t('incident.wasEntity') }),
      h('input', { name: 'comment', class: 'grow', 'aria-label': t('incident.comment'), placeholder: t('incident.comment') }),
      h('button', { class: 'small primary' }, t('incident.send')),
      h('button', { class: 'small', type: 'button', onClick: () => this.setState({ wrong: false }) }, t('approvals.cancel')),
    );
  }
}
