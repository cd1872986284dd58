/** A collector that only carries: it proves itself, notes what it hears, and says what a test tells it. Nothing is kept by itself. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FromAgent, FromCollector } from '@fettle/shared/protocol/messages';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { toBase64 } from '@fettle/shared/trust/keys';
import { transcript } from '@fettle/shared/trust/transcript';
import { type WebSocket, WebSocketServer } from 'ws';
import { patience } from './patience.ts';

export class Carrier implements AsyncDisposable {
  readonly heard: FromAgent[] = [];
  /** Whether an agent is welcome: right after it was, messages may be sent. */
  connections = 0;
  /** Told of all that it hears. */
  onHeard: (message: FromAgent) => void = () => {};
  readonly #server: WebSocketServer;
  #socket: WebSocket | null = null;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => this.#connected(socket));
  }

  static async start(): Promise<Carrier> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new Carrier(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  say(message: FromCollector | object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  ofType<Type extends FromAgent['type']>(type: Type): Extract<FromAgent, { type: Type }>[] {
    return this.heard.filter((one): one is Extract<FromAgent, { type: Type }> => one.type === type);
  }

  /** Until it has heard something that fits. */
  async hears<Type extends FromAgent['type']>(
    type: Type,
    fits: (message: Extract<FromAgent, { type: Type }>) => boolean = () => true,
    from = 0,
  ): Promise<Extract<FromAgent, { type: Type }>> {
    for (const end = Date.now() + patience; Date.now() < end; await sleep(20)) {
      const found = this.ofType(type).slice(from).find(fits);
      if (found !== undefined) return found;
    }
    throw new Error(`no ${type} came; heard were ${this.heard.map((one) => one.type).join(' ')}`);
  }

  #connected(socket: WebSocket): void {
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      const message = JSON.parse((data as Buffer).toString()) as FromAgent;
      this.heard.push(message);
      this.onHeard(message);
      const say = (one: FromCollector) => socket.send(JSON.stringify(one));
      if (message.type === 'hello') say(challenge(message));
      if (message.type === 'ping') say({ type: 'pong', sent: message.sent, time: Date.now() });
      if (message.type !== 'proof') return;
      this.#socket = socket;
      this.connections++;
      say({ type: 'welcome', time: Date.now(), resume: 0 });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

export const carrierIdentity = () => toBase64(signerOf('collector').publicKey);

function challenge(hello: object): FromCollector {
  const identity = signerOf('collector');
  const unsigned = {
    type: 'challenge' as const,
    version: 1,
    nonce: toBase64(new Uint8Array(32)),
    identity: carrierIdentity(),
  };
  return { ...unsigned, signature: toBase64(identity.sign(transcript('collector', [hello, unsigned]))) };
}

export const statement = (envelope: Envelope): FromCollector => ({ type: 'statement', envelope });
