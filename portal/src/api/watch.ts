// Watches: one stream for each tab, whatever it watches (POST /watch of services/portal). It is opened again with the cursors that were
// reached when it breaks, and rests while nobody looks at the tab.
import { type DescMessage, type DescMethod, fromJson, type MessageShape } from '@bufbuild/protobuf';

export interface Watch<D extends DescMethod> {
  method: D;
  // JSON of the request; the cursor is put in as it is reached.
  request: Record<string, unknown>;
  // Only for contracts that several services serve.
  service?: string;
  onMessage: (message: MessageShape<D['output']>) => void;
  // The watch ended for good with an error of its own; the cursor was of another history, for instance.
  onEnd?: (error: unknown) => void;
}

interface Running {
  id: string;
  watch: Watch<DescMethod>;
  cursor: string | undefined;
}

export type LiveState = 'idle' | 'live' | 'lost';

const longestPause = 30_000;
let running: Running[] = [];
let counter = 0;
let controller: AbortController | undefined;
let restart: ReturnType<typeof setTimeout> | undefined;
let pause = 1000;
const listeners = new Set<(state: LiveState) => void>();
let state: LiveState = 'idle';

function tell(next: LiveState): void {
  state = next;
  for (const listener of listeners) listener(next);
}

export function onLiveState(listener: (state: LiveState) => void): () => void {
  listeners.add(listener);
  listener(state);
  return () => listeners.delete(listener);
}

// watch begins a watch and answers how to end it.
export function watch<D extends DescMethod>(what: Watch<D>): () => void {
  counter += 1;
  const mine: Running = { id: String(counter), watch: what as unknown as Watch<DescMethod>, cursor: undefined };
  running = [...running, mine];
  reopen(0);
  return () => {
    running = running.filter((other) => other !== mine);
    reopen(0);
  };
}

function reopen(after: number): void {
  controller?.abort();
  clearTimeout(restart);
  if (running.length === 0 || document.hidden) {
    tell('idle');
    return;
  }
  restart = setTimeout(() => void follow(), after);
}

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => reopen(0));
  window.addEventListener('online', () => reopen(0));
}

function body(): Uint8Array<ArrayBuffer> {
  const watches = running.map(({ id, watch: { method, request, service }, cursor }) => ({
    id,
    method: `${method.parent.typeName}/${method.name}`,
    ...(service === undefined ? {} : { service }),
    request: cursor === undefined ? request : { ...request, cursor },
  }));
  return envelope(new TextEncoder().encode(JSON.stringify({ watches })));
}

// envelope: a flag byte, the length in four bytes, the message (Connect's streams).
export function envelope(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(5 + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, 5);
  return bytes;
}

// Envelopes cuts a stream of bytes into its envelopes.
export class Envelopes {
  private kept: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): { end: boolean; message: Uint8Array }[] {
    const joined = new Uint8Array(this.kept.length + chunk.length);
    joined.set(this.kept);
    joined.set(chunk, this.kept.length);
    const found = [];
    let at = 0;
    while (joined.length - at >= 5) {
      const length = new DataView(joined.buffer, joined.byteOffset + at + 1, 4).getUint32(0);
      if (joined.length - at - 5 < length) break;
      found.push({ end: (joined[at]! & 2) !== 0, message: joined.subarray(at + 5, at + 5 + length) });
      at += 5 + length;
    }
    this.kept = joined.slice(at);
    return found;
  }
}

async function follow(): Promise<void> {
  const mine = new AbortController();
  controller = mine;
  try {
    const answer = await fetch('/watch', {
      method: 'POST',
      headers: { 'content-type': 'application/connect+json', 'connect-protocol-version': '1' },
      body: body(),
      signal: mine.signal,
      credentials: 'same-origin',
    });
    if (answer.status === 401 || answer.status === 403) return;
    if (!answer.ok || answer.body === null) throw new Error(`watch: ${answer.status}`);
    tell('live');
    await read(answer.body);
  } catch {
    // Broken: begun again below.
  }
  if (mine.signal.aborted || controller !== mine) return;
  tell('lost');
  reopen(pause);
  pause = Math.min(longestPause, pause * 2);
}

async function read(stream: ReadableStream<Uint8Array>): Promise<void> {
  const envelopes = new Envelopes();
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const { end, message } of envelopes.push(value)) {
      if (end) return;
      take(JSON.parse(new TextDecoder().decode(message)) as WatchAnswer);
    }
  }
}

interface WatchAnswer {
  id: string;
  message?: Record<string, unknown>;
  end?: unknown;
}

function take(answer: WatchAnswer): void {
  const found = running.find((one) => one.id === answer.id);
  if (found === undefined) return;
  if (answer.end !== undefined) {
    running = running.filter((other) => other !== found);
    found.watch.onEnd?.(answer.end);
    return;
  }
  pause = 1000;
  const cursor = answer.message?.cursor;
  if (typeof cursor === 'string') found.cursor = cursor;
  const output: DescMessage = found.watch.method.output;
  found.watch.onMessage(fromJson(output, (answer.message ?? {}) as never, { ignoreUnknownFields: true }));
}
