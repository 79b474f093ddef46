// Requests to the API. A browser is known by the cookie of its login link, or by a pasted token.
import { set } from './store.js';

const TOKEN = 'aiops.token';
const PATIENCE_MS = 20000;

/** An answer that is an error; message is for people. */
export class ApiError extends Error {
  constructor(status, message, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** True if a pasted token is used: WebSockets cannot carry it. */
export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;

export function useToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function forgetToken() {
  sessionStorage.removeItem(TOKEN);
}

/** The JSON of an answer; throws ApiError, with status 0 where the server does not answer in time. */
export async function request(method, path, body, patience = PATIENCE_MS) {
  return parsed(await answer(method, path, body, patience, 'application/json'));
}

/** The text of an answer. */
async function answer(method, path, body, patience, type) {
  const headers = { Accept: type };
  if (hasToken()) {
    headers.Authorization = `Bearer ${sessionStorage.getItem(TOKEN)}`;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  let text;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(patience) });
    text = await response.text();
  } catch (unreachable) {
    throw new ApiError(0, unreachable.message, 0);
  }
  if (response.ok) {
    return text;
  }
  const json = parsed(text);
  if (response.status === 401) {
    set({ loggedOut: true });
  }
  const field = json?.field ? `${json.field}: ` : '';
  const message = field + (json?.detail || json?.title || response.statusText || `HTTP ${response.status}`);
  throw new ApiError(response.status, message, Number(response.headers.get('Retry-After') ?? 0));
}

export const get = (path) => request('GET', path);
export const getMarkdown = (path) => answer('GET', path, undefined, PATIENCE_MS, 'text/markdown');
export const post = (path, body = {}, patience = PATIENCE_MS) => request('POST', path, body, patience);

/** Where a WebSocket of this server is. */
export function socketUrl(path) {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;
}

function parsed(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null; // a proxy's error page
  }
}
