/** One agent's socket: the greeting with its bounds, then the device's messages and frames, until either side ends it. */
import type { Socket } from 'node:net';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';
import type { FromAgent, FromCollector } from '@fettle/shared/protocol/messages';
import { readFromAgent } from '@fettle/shared/protocol/read-message';
import type { RawData, WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';
import type { GatewayCounters } from './counters.ts';
import type { DeviceLink } from './device-link.ts';
import { createGreeting, type Greeted, type GreetingNeeds } from './greeting.ts';
import type { Log } from '../log.ts';
import { refusalOf } from './refusal.ts';

/** A socket that was asked to close and does not is cut after this. */
const closeMs = 2_000;
/** Who reads so little of what they are sent is cut off: nothing may pile up here without end. */
const unsentAtMost = 32 * 1024 * 1024;
/** How long one that is silent may take to show that it lives. */
const lifeSignMs = 10_000;

export const closeCodes = { done: 1000, leaving: 1001, refused: 1008, tooLarge: 1009 } as const;

export interface ConnectionNeeds extends GreetingNeeds {
  readonly counters: GatewayCounters;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * An agent proved who it is: admits it (the answer is where its messages go) or refuses it.
   * @throws FettleError `device_quarantined`, `slow_down`
   */
  admit(connection: Connection, greeted: Extract<Greeted, { kind: 'device' }>): Promise<DeviceLink>;
  /** The socket is gone. */
  ended(connection: Connection): void;
}

export class Connection {
  readonly #ws: WebSocket;
  readonly #raw: Socket;
  readonly #needs: ConnectionNeeds;
  readonly #deadline: NodeJS.Timeout;
  readonly #count: (chunk: Buffer) => void;
  #greetingBytes = 0;
  #greeting: ReturnType<typeof createGreeting> | undefined;
  /** The greeting waits for us: the agent has nothing to say meanwhile. */
  #busy = false;
  #link: DeviceLink | undefined;
  #ending = false;
  /** Nobody reads from it now: what its agent says is not heard. */
  #paused = false;
  #asked = false;
  #heardAt: number;
  /** Its system closed the connection: then the device was up. */
  #closedByPeer = false;
  readonly #end = Promise.withResolvers<void>();
  device: DeviceId | undefined;

  constructor(ws: WebSocket, raw: Socket, needs: ConnectionNeeds) {
    this.#ws = ws;
    this.#raw = raw;
    this.#needs = needs;
    this.#heardAt = needs.clock.now();
    this.#greeting = createGreeting(needs, (message) => this.send(message));
    const { greetingMs } = limits;
    this.#deadline = setTimeout(() => {
      this.refuse(new FettleError('message_unexpected', `The greeting took longer than ${greetingMs / 1_000} s.`));
    }, greetingMs);
    // Counted where bytes arrive, so that no more than these are ever held for a stranger.
    this.#count = (chunk) => {
      this.#greetingBytes += chunk.length;
      if (this.#greetingBytes > limits.greetingBytes) this.refuse(new FettleError('message_too_large'));
    };
    raw.prependListener('data', this.#count);
    raw.once('end', () => (this.#closedByPeer = true));
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
    ws.on('error', (error) => this.#failed(error));
    ws.on('close', () => this.#closed());
  }

  get open(): boolean {
    return !this.#ending && this.#ws.readyState === this.#ws.OPEN;
  }

  /** Resolves when the socket is gone. */
  get gone(): Promise<void> {
    return this.#end.promise;
  }

  /** How it ended, as far as the socket showed: `lost` when nothing answered any more. */
  get how(): 'closed' | 'lost' {
    return this.#closedByPeer ? 'closed' : 'lost';
  }

  get link(): DeviceLink | undefined {
    return this.#link;
  }

  send(message: FromCollector): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (this.#ws.bufferedAmount > unsentAtMost) this.terminate();
    else this.#ws.send(JSON.stringify(message));
  }

  pause(): void {
    this.#paused = true;
    this.#ws.pause();
  }

  unpause(): void {
    this.#paused = false;
    this.#heardAt = this.#needs.clock.now();
    this.#ws.resume();
  }

  /** Whether the other side answers a ping within a time. */
  async answers(withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const yes = () => resolve(true);
    const no = () => resolve(false);
    const timer = setTimeout(no, withinMs);
    this.#ws.once('pong', yes);
    this.#ws.once('close', no);
    // A paused socket would not let the answer through.
    this.#ws.resume();
    this.#ws.ping();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#ws.off('pong', yes);
      this.#ws.off('close', no);
    }
  }

  isSilent(now: number, longerMs: number): boolean {
    return now - this.#heardAt > longerMs;
  }

  /**
   * Asks one that was silent for longer than this whether it lives, and cuts it when it does not: a device that was switched
   * off, or whose cable was pulled, says nothing of it, and its socket would stay for ever.
   */
  async askWhenSilent(longerMs: number): Promise<void> {
    if (!this.open || this.#paused || this.#asked || !this.isSilent(this.#needs.clock.now(), longerMs)) return;
    this.#asked = true;
    if (!(await this.answers(lifeSignMs))) this.terminate();
    this.#asked = false;
    this.#heardAt = this.#needs.clock.now();
  }

  /** Tells the agent why, then closes. */
  refuse(error: unknown): void {
    if (this.#ending) return;
    const { code, message } = this.#told(error);
    this.send({ type: 'error', code, message: message.slice(0, 1_024) });
    this.close(closeCodes.refused, code);
  }

  close(code: number, reason: string): void {
    this.#ending = true;
    this.#raw.off('data', this.#count);
    clearTimeout(this.#deadline);
    this.#ws.resume();
    this.#ws.close(code, reason);
    setTimeout(() => this.terminate(), closeMs).unref();
  }

  terminate(): void {
    this.#ending = true;
    this.#ws.terminate();
  }

  /** Counts and logs a refusal. */
  #told(error: unknown): FettleError {
    const refusal = refusalOf(error);
    const { counters, log } = this.#needs;
    counters.refused[refusal.code] = (counters.refused[refusal.code] ?? 0) + 1;
    const about = { code: refusal.code, device: this.device, address: this.#raw.remoteAddress };
    if (refusal.code === 'internal') log.error({ ...about, err: error }, 'an agent’s connection failed');
    else log.warn(about, refusal.message);
    return refusal;
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (this.#ending) return;
    this.#heardAt = this.#needs.clock.now();
    try {
      if (isBinary) this.#frame(data as Buffer);
      else this.#text((data as Buffer).toString('utf8'));
    } catch (error) {
      this.refuse(error);
    }
  }

  #frame(bytes: Buffer): void {
    if (this.#link === undefined) throw new FettleError('message_unexpected', 'A frame came before the welcome.');
    this.#link.frame(bytes);
  }

  #text(text: string): void {
    const message = readFromAgent(text);
    if ('unknown' in message) {
      this.#needs.counters.unknownMessages++;
    } else if (this.#link !== undefined) {
      this.#link.message(message);
    } else {
      void this.#greet(message);
    }
  }

  async #greet(message: FromAgent): Promise<void> {
    try {
      if (this.#busy || this.#greeting === undefined) {
        throw new FettleError('message_unexpected', 'The agent spoke before it was answered.');
      }
      this.#busy = true;
      const greeted = await this.#greeting.next(message);
      this.#busy = false;
      if (greeted === null || this.#ending) return;
      this.#greeting = undefined;
      if (greeted.kind === 'enrolled') {
        this.#needs.counters.enrolled++;
        this.close(closeCodes.done, 'enrolled');
      } else await this.#admit(greeted);
    } catch (error) {
      this.refuse(error);
    }
  }

  async #admit(greeted: Extract<Greeted, { kind: 'device' }>): Promise<void> {
    clearTimeout(this.#deadline);
    this.device = greeted.device;
    const link = await this.#needs.admit(this, greeted);
    if (this.#ending) return;
    this.#raw.off('data', this.#count);
    this.#link = link;
  }

  #failed(error: Error & { readonly code?: string }): void {
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.#closedByPeer = true;
    // ws has closed the connection already; 1009 and 1007 tell the agent what a message of ours can no longer.
    if (this.#ending) return;
    const tooLarge = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    if (error.code?.startsWith('WS_ERR_')) {
      this.#told(new FettleError(tooLarge ? 'message_too_large' : 'message_malformed', error.message));
    } else {
      this.#needs.log.debug({ err: error, device: this.device }, 'a connection broke');
    }
    this.#ending = true;
  }

  #closed(): void {
    this.#ending = true;
    clearTimeout(this.#deadline);
    this.#needs.ended(this);
    this.#end.resolve();
  }
}
