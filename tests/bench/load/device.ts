/** One device of a load: the greeting of a real agent over a real WebSocket, then frames. */
import { connect, type SecureContext } from 'node:tls';
import type { Socket } from 'node:net';
import { backOff, usualBackOff } from '@fettle/agent/link/backoff';
import { helloOf, proofOf } from '@fettle/agent/link/greeting';
import { answerMs } from '@fettle/agent/link/reach';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { WebSocket } from 'ws';
import { deviceIdOf, signerOf } from '../../simulate/identity.ts';
import type { Runner } from './runner.ts';
import { clientMessage, type Stream } from './stream.ts';

export const fleetSeed = 4;

export interface DeviceNeeds {
  readonly index: number;
  readonly port: number;
  /** Null: without TLS. */
  readonly secure: SecureContext | null;
  readonly address: string;
  readonly root: number;
  readonly interval: number;
  readonly facts: boolean;
  readonly dictionary: Dictionary;
  readonly decimals: Uint8Array;
  readonly stream: Stream | null;
  /** Does what orders say, as an executor would; absent: they are not listened to. */
  readonly runner?: Runner;
  /** Told of every acknowledgement's delay, and of a connection that ended by itself. */
  acked(ms: number): void;
  /** A connection could not be made: it is tried again, as an agent does. */
  retried(why: string): void;
  back(): void;
  lost(why: string): void;
}

export class Device {
  readonly #needs: DeviceNeeds;
  readonly #signer;
  readonly #id;
  #ws: WebSocket | undefined;
  #socket: Socket | undefined;
  #hello: ReturnType<typeof helloOf> | undefined;
  #encoder = createFrameEncoder();
  /** Of the stream: frames sent, and frames acknowledged. */
  #next = 0;
  #settled = 0;
  /** [sequence, when it was sent] of what waits to be acknowledged. */
  #waiting: [number, number][] = [];
  #burst = 0;
  #upTo = 0;
  #failures = 0;
  live = false;
  sent = 0;
  acknowledged = 0;
  /** The highest that the collector says it has. */
  resume = 0;

  constructor(needs: DeviceNeeds) {
    this.#needs = needs;
    this.#signer = signerOf(fleetSeed, needs.index);
    this.#id = deviceIdOf(fleetSeed, needs.index);
  }

  get finished(): boolean {
    const { stream } = this.#needs;
    return stream !== null && this.#settled >= Math.min(this.#upTo, stream.ends.length);
  }

  connect(): void {
    const { port, secure, address } = this.#needs;
    const to = { host: '127.0.0.1', port, localAddress: address };
    const ws = new WebSocket(`${secure === null ? 'ws' : 'wss'}://localhost:${port}/agent/v1`, {
      perMessageDeflate: false,
      handshakeTimeout: answerMs,
      ...(secure === null ? { localAddress: address } : {}),
      ...(secure !== null && {
        createConnection: () => connect({ ...to, secureContext: secure, servername: 'localhost' }),
      }),
    });
    this.#ws = ws;
    ws.on('upgrade', ({ socket }) => (this.#socket = socket));
    ws.on('open', () => {
      this.#hello = helloOf({ id: this.#id, root: this.#needs.root });
      this.#say(this.#hello);
    });
    ws.on('message', (data) => this.#hear(JSON.parse((data as Buffer).toString('latin1')) as FromCollector));
    ws.on('error', (error) => this.#ended(ws, error.message));
    ws.on('close', (code, reason) => this.#ended(ws, `${code} ${reason.toString()}`));
  }

  cut(): void {
    const ws = this.#ws;
    this.#ws = undefined;
    this.live = false;
    ws?.terminate();
  }

  /** A frame taken now. */
  send(frame: Frame): void {
    if (!this.live) return;
    const { decimals } = this.#needs;
    this.#socket?.write(clientMessage(this.#encoder.encode(frame, 1, decimals)));
    this.#waiting.push([frame.sequence, performance.now()]);
    this.sent++;
  }

  /** 0: stops. */
  drain(burst: number, upTo: number): void {
    this.#burst = burst;
    if (burst > 0) this.#upTo = upTo;
    this.#pump();
    if (burst > 0) this.#pump();
  }

  #pump(): void {
    const { stream } = this.#needs;
    if (stream === null || !this.live || this.#burst === 0 || this.#socket === undefined) return;
    const { ends, bytes, sequences } = stream;
    const from = this.#next;
    const end = Math.min(ends.length, this.#upTo);
    if (from >= end || from - this.#settled >= 2 * this.#burst) return;
    const to = Math.min(end, from + this.#burst);
    this.#next = to;
    this.sent += to - from;
    this.#waiting.push([sequences[to - 1] ?? 0, performance.now()]);
    this.#socket.write(bytes.subarray(from === 0 ? 0 : ends[from - 1], ends[to - 1]));
  }

  #say(message: object): void {
    this.#ws?.send(JSON.stringify(message));
  }

  #hear(message: FromCollector): void {
    switch (message.type) {
      case 'challenge': {
        const said = [this.#hello as ReturnType<typeof helloOf>, message] as const;
        const holds = { root: this.#needs.root, grant: 0, interval: this.#needs.interval };
        return this.#say(proofOf(said, this.#signer, holds));
      }
      case 'welcome':
        this.resume = message.resume;
        return this.#say({ type: 'ping', sent: message.time });
      case 'pong':
        return this.#begin();
      case 'ack':
        return this.#acknowledge(message.sequence);
      case 'back-off':
        return this.#needs.lost(`asked to wait ${message.wait} ms`);
      case 'error':
        return this.live ? this.#needs.lost(`${message.code} ${message.message}`) : undefined;
      case 'refused':
        return this.#needs.lost(`frame ${message.sequence} was refused: ${message.message}`);
      case 'statement':
      case 'blob':
      case 'kept':
        return this.#needs.runner?.hear(message, (word) => this.#say(word));
      case 'watch':
      case 'snapshot':
      case 'log-level':
      case 'enrolled':
      case 'askable':
      case 'asked':
        return undefined;
    }
  }

  #begin(): void {
    if (this.live) return;
    this.#encoder = createFrameEncoder();
    this.#waiting = [];
    const facts = { 'host.name': `made-${this.#needs.index}`, 'os.name': 'Debian 12' };
    if (this.#needs.facts) this.#say({ type: 'facts', time: 0, facts });
    this.#say({ type: 'dictionary', id: 1, series: this.#needs.dictionary.series, omitted: 0 });
    this.live = true;
    this.#needs.runner?.begin((word) => this.#say(word));
    this.#failures = 0;
    this.#needs.back();
    this.#pump();
  }

  #acknowledge(sequence: number): void {
    const now = performance.now();
    let reached = 0;
    for (const [last, at] of this.#waiting) {
      if (last > sequence) break;
      reached++;
      if (last === sequence) this.#needs.acked(now - at);
    }
    if (reached > 0) this.#waiting.splice(0, reached);
    const { stream } = this.#needs;
    const before = this.acknowledged;
    this.acknowledged = Math.max(before, sequence);
    if (stream === null) return;
    while (this.#settled < stream.ends.length && (stream.sequences[this.#settled] ?? 0) <= sequence) this.#settled++;
    this.#pump();
  }

  #ended(ws: WebSocket, why: string): void {
    if (ws !== this.#ws) return;
    this.#ws = undefined;
    if (this.live) this.#needs.lost(why);
    else {
      this.#needs.retried(why);
      setTimeout(() => this.connect(), backOff(this.#failures++, Math.random(), usualBackOff));
    }
    this.live = false;
  }
}
