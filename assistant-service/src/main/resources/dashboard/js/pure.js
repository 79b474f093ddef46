import { Component } from './lib.js';

/** A component that is drawn anew only when a property or its own state is another. */
export class Pure extends Component {
  shouldComponentUpdate(props, state) {
    return differs(this.props, props) || differs(this.state, state);
  }
}

const differs = (a, b) => Object.keys({ ...a, ...b }).some((key) => a[key] !== b[key]);
