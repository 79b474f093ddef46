// A conversation with the assistant: over a WebSocket word by word, or by one request.
import { hasToken, post, socketUrl } from './api.js';

const SILENCE_MS = 60000;

export class Conversation {
  constructor() {
    this.session = '';
    this.socket = null;
  }

  /**
   * Asks. Hears of the answer as it grows by told({text}); the result is the whole answer.
   *
   * @throws ApiError or Error with a message for people
   */
  async ask(query, told) {
    const socket = await this.open();
    const answer = socket
      ? await this.stream(socket, query, told)
      : await post('/api/v1/assistant/query', { query, session_id: this.session }, SILENCE_MS);
    this.session = answer.session_id ?? this.session;
    return answer;
  }

  close() {
    this.socket?.close();
  }

  /** An open socket, or null where there can be none: then a request does. */
  open() {
    if (this.socket?.readyState === WebSocket.OPEN) {
      return this.socket;
    }
    if (hasToken()) {
      return null;
    }
    return new Promise((resolve) => {
      this.socket = new WebSocket(socketUrl('/api/v1/assistant/stream'));
      this.socket.onopen = () => resolve(this.socket);
      this.socket.onerror = () => resolve(null);
    });
  }

  stream(socket, query, told) {
    return new Promise((resolve, reject) => {
      let text = '';
      let timer = 0;
      const fail = (message) => {
        clearTimeout(timer);
        reject(new Error(message));
      };
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => fail(`${SILENCE_MS / 1000} s`), SILENCE_MS);
      };
      socket.onmessage = (message) => {
        const { type, data } = JSON.parse(message.data);
        wait();
        if (type === 'token') {
          text += data.text;
          told({ text });
        } else if (type === 'done') {
          clearTimeout(timer);
          resolve(data);
        } else if (type === 'error') {
          fail(data.message);
        }
      };
      socket.onclose = () => fail('WebSocket closed');
      socket.send(JSON.stringify({ type: 'query', data: { query, session_id: this.session } }));
      wait();
    });
  }
}
