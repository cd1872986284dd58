/**
 * A cable between an agent and its collector: a TCP relay on loopback that can be cut, slowed, held and torn. What it
 * does by chance comes from its seed.
 *   await using cable = await Cable.to(port);  // agents connect to cable.port
 *   cable.fault = { kind: 'throttle', bytesPerSecond: 20_000 };
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, connect, type Server, type Socket } from 'node:net';
import { mulberry32 } from './machine.ts';

export type Fault =
  | { readonly kind: 'none' }
  /** Connections are refused by closing them at once; those that stand stay. */
  | { readonly kind: 'refuse' }
  /** Every chunk comes so much later, in order. */
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** Nothing passes any more and nobody is told: neither side sees that the other is gone. */
  | { readonly kind: 'half-open' }
  /** Everything passes in pieces of one to `most` bytes. */
  | { readonly kind: 'split'; readonly most: number };

interface Line {
  readonly near: Socket;
  readonly far: Socket;
}

export class Cable implements AsyncDisposable {
  readonly port: number;
  fault: Fault = { kind: 'none' };
  /** Connections that were made through it. */
  connections = 0;
  readonly #server: Server;
  readonly #target: number;
  readonly #random: () => number;
  readonly #lines = new Set<Line>();
  /** Also those whose other end is gone and who were not told. */
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, target: number, seed: number) {
    this.#server = server;
    this.#target = target;
    this.#random = mulberry32(seed);
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => this.#join(near));
  }

  /** @param host where agents find it; the collector is on loopback */
  static async to(target: number, { seed = 1, host = '127.0.0.1' } = {}): Promise<Cable> {
    const server = createServer({ pauseOnConnect: true }).listen(0, host);
    await once(server, 'listening');
    return new Cable(server, target, seed);
  }

  /** Ends every connection as a well-behaved proxy does. */
  cut(): void {
    for (const { near, far } of this.#lines) {
      near.destroy();
      far.destroy();
    }
  }

  /** Ends every connection with a TCP reset on both sides. */
  reset(): void {
    for (const { near, far } of this.#lines) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(near: Socket): void {
    if (this.fault.kind === 'refuse') {
      near.resetAndDestroy();
      return;
    }
    this.connections++;
    const far = connect(this.#target, '127.0.0.1');
    const line = { near, far };
    this.#lines.add(line);
    const end = () => {
      this.#lines.delete(line);
      // Somebody who is not told sees nothing of the other's end.
      if (this.fault.kind === 'half-open') return;
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', end);
      socket.on('close', end);
    }
    void this.#carry(near, far, line);
    void this.#carry(far, near, line);
  }

  async #carry(from: Socket, to: Socket, line: Line): Promise<void> {
    from.pause();
    for await (const chunk of this.#chunks(from)) {
      if (this.#held(line)) return;
      if (!to.writable) return;
      if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
    to.end();
  }

  /** A connection that was held once never lives again: what it swallowed is gone. */
  #held(line: Line): boolean {
    if (this.fault.kind !== 'half-open') return this.#swallowed.has(line);
    this.#swallowed.add(line);
    return true;
  }
  readonly #swallowed = new WeakSet<Line>();

  async *#chunks(from: Socket): AsyncGenerator<Buffer> {
    try {
      // A socket that nobody reads any more must not close by that.
      for await (const data of from.iterator({ destroyOnReturn: false })) yield* this.#pieces(data as Buffer);
    } catch (error) {
      // A reset is what a cable is for; it ends here as any other end.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  async *#pieces(data: Buffer): AsyncGenerator<Buffer> {
    const { fault } = this;
    if (fault.kind === 'delay') await after(fault.ms);
    if (fault.kind !== 'split' && fault.kind !== 'throttle') {
      yield data;
      return;
    }
    const most = fault.kind === 'split' ? fault.most : Math.max(1, Math.floor(fault.bytesPerSecond / 20));
    for (let at = 0; at < data.length;) {
      const size = fault.kind === 'split' ? 1 + Math.floor(this.#random() * most) : most;
      yield data.subarray(at, at + size);
      at += size;
      await after(fault.kind === 'split' ? 0 : 50);
    }
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => void (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));
}
