// The little Markdown that answers use, as elements: text stays text, whatever it holds.
import { h } from './lib.js';

/** Paragraphs, lists, headings, quotes, bold, `code` and emphasis; nothing else. */
export function markdown(text) {
  const blocks = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; ) {
    const fence = /^\s*```/.test(lines[i]);
    if (fence) {
      let end = i + 1;
      while (end < lines.length && !/^\s*```/.test(lines[end])) {
        end += 1;
      }
      blocks.push(h('pre', { tabIndex: 0 }, lines.slice(i + 1, end).join('\n')));
      i = end + 1;
    } else if (kind(lines[i]) === 'blank') {
      i += 1;
    } else {
      let end = i + 1;
      while (end < lines.length && kind(lines[end]) === kind(lines[i]) && kind(lines[i]) !== 'heading' && !/^\s*```/.test(lines[end])) {
        end += 1;
      }
      blocks.push(block(kind(lines[i]), lines.slice(i, end)));
      i = end;
    }
  }
  return blocks;
}

function kind(line) {
  if (/^\s*$/.test(line)) return 'blank';
  if (/^#{1,6} /.test(line)) return 'heading';
  if (/^\s*[-*] /.test(line)) return 'list';
  if (/^\s*\d+[.)] /.test(line)) return 'steps';
  if (/^> ?/.test(line)) return 'quote';
  return 'text';
}

function block(what, lines) {
  const items = (pattern) => lines.map((line) => h('li', null, spans(line.replace(pattern, ''))));
  switch (what) {
    case 'heading':
      return h('h5', null, spans(lines[0].replace(/^#+ /, '')));
    case 'list':
      return h('ul', null, items(/^\s*[-*] /));
    case 'steps':
      return h('ol', { start: Number.parseInt(lines[0].trim(), 10) }, items(/^\s*\d+[.)] /));
    case 'quote':
      return h('blockquote', null, spans(lines.map((line) => line.replace(/^> ?/, '')).join(' ')));
    default:
      return h('p', null, lines.flatMap((line, i) => (i === 0 ? spans(line) : [h('br'), ...spans(line)])));
  }
}

/** **bold**, `code` and _emphasis_ within a line; an underscore inside a name is none. */
function spans(text) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|(?<!\w)_[^_]+_(?!\w))/).map((part, i) => {
    if (i % 2 === 0) {
      return part;
    }
    if (part.startsWith('**')) {
      return h('strong', null, part.slice(2, -2));
    }
    return h(part.startsWith('`') ? 'code' : 'em', null, part.slice(1, -1));
  });
}
