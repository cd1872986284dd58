/** A fleet that comes back at once must not spend the collector's time on handshakes whose other end has given up. */
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';

/** Handshakes under way at once: enough for slow links, few enough that each is soon done. */
const most = 256;
/** Who has not ended by then counts no more: those who say nothing must not keep others out. */
const turnMs = 1_000;
/** Agents wait 40 s for an answer: who has waited so long for a turn is told to come again while he still listens. */
const patienceMs = 30_000;
const lookMs = 250;

interface Waiting {
  readonly socket: Socket;
  readonly since: number;
  readonly begin: () => void;
}

/**
 * Lets a bounded number of handshakes run; the others wait in the order in which they came. Who has waited too long is let
 * go by a reset, which costs nothing, and comes again after a pause of his own.
 */
export class Handshakes {
  readonly #most: number;
  readonly #patienceMs: number;
  readonly #now: () => number;
  /** When those under way began, oldest first. */
  #turns: number[] = [];
  /** Those that took longer than a turn and have not ended yet. */
  #late = 0;
  /** Oldest first. */
  #waiting: Waiting[] = [];
  #looksAgain = false;

  constructor({ atOnce = most, patience = patienceMs, now = () => performance.now() } = {}) {
    this.#most = atOnce;
    this.#patienceMs = patience;
    this.#now = now;
  }

  get running(): number {
    return this.#turns.length + this.#late;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Begins the handshake of a connection now or when its turn comes. `done` must be called once it has ended, however. */
  enter(socket: Socket, begin: () => void): void {
    this.#waiting.push({ socket, since: this.#now(), begin });
    this.#go();
  }

  done(): void {
    if (this.#late > 0) this.#late--;
    else this.#turns.shift();
    this.#go();
  }

  #go(): void {
    const now = this.#now();
    this.#late += takeUpTo(this.#turns, (since) => since <= now - turnMs).length;
    for (const { socket } of takeUpTo(this.#waiting, ({ since }) => since <= now - this.#patienceMs)) {
      socket.resetAndDestroy();
    }
    while (this.#turns.length < this.#most) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (next.socket.destroyed) continue;
      this.#turns.push(now);
      next.begin();
    }
    if (this.#waiting.length === 0 || this.#looksAgain) return;
    this.#looksAgain = true;
    setTimeout(() => {
      this.#looksAgain = false;
      this.#go();
    }, lookMs).unref();
  }
}

/** Takes the leading items for which `is` holds out of a list. */
function takeUpTo<Item>(list: Item[], is: (item: Item) => boolean): Item[] {
  const end = list.findIndex((item) => !is(item));
  return list.splice(0, end < 0 ? list.length : end);
}

/** Puts the connections of a server through it before TLS begins. Node tells of each either that it is secure or that it failed. */
export function boundHandshakes(server: HttpsServer, handshakes = new Handshakes()): void {
  const begin = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    // Whoever goes away while he waits is no error.
    socket.on('error', () => socket.destroy());
    handshakes.enter(socket, () => {
      for (const one of begin) one.call(server, socket);
    });
  });
  server.on('secureConnection', () => handshakes.done());
  server.on('tlsClientError', () => handshakes.done());
}
