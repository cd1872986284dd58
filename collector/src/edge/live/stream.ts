import type { ServerResponse } from 'node:http';
import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../../domain/access/index.ts';
import type { LiveMessages, Subscriber } from './hub.ts';

/** A reader that falls this far behind is cut off; it comes back and catches up. */
const backlogBytes = 4 * 1024 * 1024;

/** Server-sent events over one response. */
export class Stream implements Subscriber {
  readonly scope: Scope;
  readonly devices: ReadonlySet<DeviceId>;
  readonly fleet: boolean;
  readonly rows: ReadonlySet<string>;
  readonly order: string | null;
  readonly run: string | null;
  readonly readsRuns: boolean;
  readonly allowed: () => Promise<boolean>;
  readonly #response: ServerResponse;

  constructor(response: ServerResponse, topics: Omit<Subscriber, 'send' | 'beat' | 'end'>) {
    this.#response = response;
    this.scope = topics.scope;
    this.devices = topics.devices;
    this.fleet = topics.fleet;
    this.rows = topics.rows;
    this.order = topics.order;
    this.run = topics.run;
    this.readsRuns = topics.readsRuns;
    this.allowed = topics.allowed;
  }

  send<Name extends keyof LiveMessages>(name: Name, data: LiveMessages[Name], id?: number): void {
    this.#write(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  beat(): void {
    this.#write(':\n\n');
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    if (this.#response.writableLength > backlogBytes) this.#response.destroy();
    else this.#response.write(text);
  }
}
