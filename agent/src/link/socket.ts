/** A WebSocket to the collector, as the link needs it. */
import type { Socket } from 'node:net';
import { FettleError } from '@fettle/shared/errors';
import { limits } from '@fettle/shared/protocol/limits';
import { type ClientOptions, WebSocket } from 'ws';
import { type Clock, systemClock } from '../clock.ts';
import { messageBytes } from './message-bytes.ts';
import { proxyFor, type ProxySettings } from './proxy.ts';
import { type Connected, answerMs, reach, type Way } from './reach.ts';

export interface Wire {
  send(data: string | Uint8Array): void;
  /** Bytes that wait to be sent. */
  readonly buffered: number;
  /** Says goodbye to the other side; cut when it does not answer. */
  close(): void;
  /** Ends it at once. */
  cut(): void;
}

export interface WireEvents {
  opened(): void;
  text(text: string): void;
  /** Once, whatever happened; nothing follows. `why` for people; `refusal` where TLS has an error code of its own. */
  ended(why: string, closeCode: number | null, refusal?: FettleError): void;
}

export type Dial = (address: string, events: WireEvents) => Wire;

/** The WebSocket address of a collector. @throws FettleError `input_invalid` unless it is an http or https URL */
export function agentAddress(collector: string): string {
  const url = URL.parse(collector);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new FettleError(
      'input_invalid',
      `${collector} is no address of a collector. It begins with http:// or https://.`,
    );
  }
  return `${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host}${url.pathname.replace(/\/+$/, '')}/agent/v1`;
}

/** How to reach a collector whose TLS key the enrolment token names (null: none), through which proxies. */
export const dialWith =
  (pin: string | null, clock: Pick<Clock, 'wall'>, proxies: ProxySettings = {}): Dial =>
  (address, events) => {
    try {
      // Whatever file or redirection brought that address: a device that joined over TLS speaks in the open no more.
      if (pin !== null && !address.startsWith('wss:')) throw new FettleError('tls_required', notWithoutTls);
      return open(address, { pin, clock, proxy: proxyFor(address, proxies) }, events);
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      queueMicrotask(() => events.ended(error.message, null, error));
      return { send() {}, buffered: 0, close() {}, cut() {} };
    }
  };

export const notWithoutTls =
  'The token says that the collector speaks TLS, but its address begins with http://. Write https://, as in the line that `fettle token enrol` printed.';

const movedToTls =
  'should the collector have moved to TLS, this device needs a new line from `fettle token enrol` (docs/tls.md)';

/** Without a pin. */
export const dial: Dial = dialWith(null, systemClock);

function open(address: string, way: Way, events: WireEvents): Wire {
  let giveUp = () => {};
  const reached = (_options: unknown, done: Connected) => {
    giveUp = reach(address, way, done);
  };
  // Node takes a connection that comes later, by the callback; the types know those that come at once only.
  const createConnection = reached as unknown as ClientOptions['createConnection'];
  const isDirect = way.proxy === null && address.startsWith('ws:');
  const ws = new WebSocket(address, {
    ...(!isDirect && { createConnection }),
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    handshakeTimeout: answerMs,
    followRedirects: false,
  });
  let why: string | undefined;
  let refusal: FettleError | undefined;
  let socket: Socket | undefined;
  ws.on('upgrade', (response) => {
    ({ socket } = response);
  });
  const saying = inOnePiece((bytes) => {
    // ws writes its own frames, answers to pings and the goodbye, whole as well; after a goodbye nothing may follow.
    if (ws.readyState === WebSocket.OPEN) socket?.write(bytes);
  });
  ws.on('open', () => events.opened());
  // A collector sends no binary messages; one that did would be newer than we are.
  ws.on('message', (data, isBinary) => {
    if (!isBinary) events.text((data as Buffer).toString('utf8'));
  });
  ws.on('error', (error) => {
    if (error instanceof FettleError) refusal = error;
    why = error.message === '' ? (error as NodeJS.ErrnoException).code : error.message;
    // What a TLS server does when it is spoken to in the open.
    if (!address.startsWith('wss:') && (error as NodeJS.ErrnoException).code === 'ECONNRESET')
      why = `${why}; ${movedToTls}`;
  });
  ws.on('close', (code, reason) => {
    const said = reason.length > 0 ? `closed: ${reason.toString('utf8')}` : `closed (${code})`;
    events.ended(why ?? said, code, refusal);
  });
  return {
    send: (data) => saying.add(data),
    get buffered() {
      return ws.bufferedAmount + saying.bytes;
    },
    close() {
      saying.flush();
      ws.close(1000);
    },
    cut() {
      ws.terminate();
      giveUp();
    },
  };
}

/** Collects what is said in one turn, which is written once: what a write costs, its size hardly changes. */
function inOnePiece(write: (bytes: Buffer) => void) {
  let waiting: Buffer[] = [];
  let bytes = 0;
  function flush(): void {
    const all = waiting;
    if (all.length === 0) return;
    waiting = [];
    bytes = 0;
    write(all.length === 1 ? (all[0] as Buffer) : Buffer.concat(all));
  }
  return {
    add(message: string | Uint8Array): void {
      if (waiting.length === 0) queueMicrotask(flush);
      const one = messageBytes(message);
      waiting.push(one);
      bytes += one.length;
    },
    flush,
    get bytes() {
      return bytes;
    },
  };
}
