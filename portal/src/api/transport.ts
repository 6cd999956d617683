// How the page calls the services: Connect on the page's own origin, the session's cookie alone says who calls.
import type { DescService } from '@bufbuild/protobuf';
import { type Client, Code, ConnectError, createClient, type Interceptor, type Transport } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { onSessionProblem, problemOf } from './session_problems';

const defaultDeadline = 20_000;

// reportSession tells the session's keeper of answers that mean: sign in (again).
const reportSession: Interceptor = (next) => async (request) => {
  try {
    return await next(request);
  } catch (thrown) {
    const error = ConnectError.from(thrown);
    const problem = problemOf(error);
    if (problem !== undefined) onSessionProblem(problem);
    throw error;
  }
};

// retryReads repeats a read once that met a server which is going away or busy. Mutations are repeated by people, under the same request id.
const retryReads: Interceptor = (next) => async (request) => {
  const isRead = /^(Get|List|Explain|Forecast|Compare|Preview)/.test(request.method.name);
  try {
    return await next(request);
  } catch (thrown) {
    if (!isRead || request.stream || ConnectError.from(thrown).code !== Code.Unavailable) throw thrown;
    await new Promise((resume) => setTimeout(resume, 400));
    return next(request);
  }
};

let transport: Transport | undefined;

function theTransport(): Transport {
  transport ??= createConnectTransport({
    baseUrl: '/',
    useBinaryFormat: true,
    defaultTimeoutMs: defaultDeadline,
    interceptors: [reportSession, retryReads],
  });
  return transport;
}

// useTransport replaces the way to the services; tests do.
export function useTransport(other: Transport): void {
  transport = other;
}

const clients = new Map<string, unknown>();

export function client<S extends DescService>(service: S): Client<S> {
  let found = clients.get(service.typeName) as Client<S> | undefined;
  if (found === undefined) {
    found = createClient(service, theTransport());
    clients.set(service.typeName, found);
  }
  return found;
}

// newRequestId names one mutation: keep it while the same attempt is repeated, so that it happens once.
export function newRequestId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

// allPages reads a list to its end, at most `limit` items.
export async function allPages<T>(
  page: (pageToken: string) => Promise<{ items: T[]; nextPageToken: string }>,
  limit = 5000,
): Promise<T[]> {
  const items: T[] = [];
  let token = '';
  do {
    const answer = await page(token);
    items.push(...answer.items);
    token = answer.nextPageToken;
  } while (token !== '' && items.length < limit);
  return items;
}

// orNone is undefined where the call answers NOT_FOUND.
export async function orNone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    if (ConnectError.from(thrown).code === Code.NotFound) return undefined;
    throw thrown;
  }
}
