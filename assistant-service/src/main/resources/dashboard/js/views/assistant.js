// The assistant: questions, answers with their sources, and what to ask next.
import { createRef, h } from '../lib.js';
import { Conversation } from '../conversation.js';
import { percent } from '../format.js';
import { markdown } from '../markdown.js';
import { Pure } from '../pure.js';
import { t } from '../text.js';
import { panel } from './parts.js';

/** Properties: language. */
export class Assistant extends Pure {
  constructor() {
    super();
    this.state = { turns: [], busy: false };
    this.conversation = new Conversation();
    this.input = createRef();
    this.end = createRef();
  }

  componentWillUnmount() {
    this.conversation.close();
  }

  componentDidUpdate(_, before) {
    if (before.turns !== this.state.turns) {
      this.end.current?.parentElement.scrollTo({ top: this.end.current.offsetTop });
    }
  }

  async ask(query) {
    if (query === '' || this.state.busy) {
      return;
    }
    this.setState({ turns: [...this.state.turns, { query, text: '' }], busy: true });
    try {
      const answer = await this.conversation.ask(query, (more) => this.change(more));
      this.change({ ...answer, text: answer.response });
    } catch (error) {
      this.change({ problem: error.message });
    }
    this.setState({ busy: false });
    this.input.current?.focus();
  }

  change(more) {
    this.setState(({ turns }) => ({ turns: turns.with(-1, { ...turns.at(-1), ...more }) }));
  }

  restart() {
    this.conversation.close();
    this.conversation = new Conversation();
    this.setState({ turns: [] });
  }

  render() {
    const { turns, busy } = this.state;
    const submit = (event) => {
      event.preventDefault();
      const query = this.input.current.value.trim();
      this.input.current.value = '';
      this.ask(query);
    };
    const suggestions = turns.length === 0 ? [t('assistant.try1'), t('assistant.try2'), t('assistant.try3')] : (turns.at(-1).suggestions ?? []);
    return panel(
      'assistant',
      t('assistant.title'),
      turns.length > 0 && !busy ? h('button', { class: 'small', onClick: () => this.restart() }, t('assistant.new')) : null,
      h(
        'div',
        { class: 'talk', role: 'log', 'aria-live': 'polite', 'aria-busy': busy },
        turns.length === 0 ? h('p', { class: 'muted' }, t('assistant.hint')) : turns.map(turn),
        h('div', { ref: this.end }),
        busy ? null : h('div', { class: 'row suggestions' }, suggestions.map((text) => h('button', { class: 'small', onClick: () => this.ask(text) }, text))),
      ),
      h(
        'form',
        { class: 'row ask', onSubmit: submit },
        h('input', { ref: this.input, class: 'grow', 'aria-label': t('assistant.ask'), placeholder: t('assistant.ask'), maxLength: 2000, autocomplete: 'off' }),
        h('button', { class: 'primary', disabled: busy }, t('assistant.send')),
      ),
    );
  }
}

function turn(one) {
  return h(
    'div',
    { class: 'turn' },
    h('p', { class: 'question' }, one.query),
    h('div', { class: 'answer' }, one.text === '' && !one.problem ? h('p', { class: 'muted' }, t('assistant.thinking')) : markdown(one.text)),
    one.problem ? h('p', { class: 'danger' }, t('assistant.failed', one.problem)) : null,
    one.grounded === false ? h('p', { class: 'tag' }, t('assistant.ungrounded')) : null,
    (one.drafts ?? []).map(draft),
    one.sources?.length > 0 ? sources(one.sources) : null,
  );
}

function draft(one) {
  return h('div', null, h('h5', null, one.title), h('pre', { tabIndex: 0 }, one.text), (one.problems ?? []).map((problem) => h('p', { class: 'danger' }, problem)));
}

function sources(list) {
  return h(
    'details',
    { class: 'more' },
    h('summary', null, t('assistant.sources', list.length)),
    h('ul', { class: 'plain' }, list.map((one) => h('li', null, h('strong', null, one.title), ` ${percent(one.relevance)} `, h('span', { class: 'muted' }, one.content)))),
  );
}
