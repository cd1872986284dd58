/**
 * The executor's own folder: `state` (0700) is what it believes, `run` (0711) is where programs lie while they run. Nobody else
 * writes here. Each file is whole whenever this process dies.
 */
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Firings } from '@fettle/shared/trust/firings';
import type { Kept } from '@fettle/shared/trust/keep';
import type { Firing } from '@fettle/shared/trust/receipt';
import { readJson, remove, writeNew, writeOver } from './files.ts';

/** Whom this machine obeys and who it is, once and for all. */
export interface Pin {
  readonly device: DeviceId;
  readonly host: string;
  /** Of the first root. */
  readonly fingerprint: string;
  /** Base64: of the device's key, and its private X25519 key. */
  readonly seed: string;
  readonly sealing: string;
}

/** Written before anything runs, and kept until the floor has passed `exp`: what is here is never begun again. */
export interface Intent {
  readonly kind: 'order' | 'standing';
  readonly order: string;
  readonly statement: string;
  readonly run: number;
  readonly firing: Firing | null;
  readonly exp: number;
  readonly started: number;
  readonly cookie: string;
  /** The number of its receipt; null: it runs, or ran when this process died. */
  readonly receipt: number | null;
}

/** What is to be remembered of what was not begun; of each the newest ones. */
export interface Notes {
  /** When what waits was first seen, by the hash of its payload. */
  readonly sights: Readonly<Record<string, number>>;
  /** Numbers of receipts by `<order>:<code>`: who asks again and again gets the same one. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** `output`: base64. */
export type StoredReceipt = { readonly receipt: Envelope; readonly output: string };

const mostNotes = 1_000;
const idForm = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** Makes the folder where there is none. @param open whether other users must be able to reach what runs as them */
export function makeFolder(path: string, open: boolean): void {
  for (const name of ['', 'state', 'run', 'state/standing', 'state/intents', 'state/receipts']) {
    mkdirSync(join(path, name), { recursive: true, mode: 0o700 });
    // Whatever the umask; another user passes through, and sees no names.
    if (process.platform !== 'win32') chmodSync(join(path, name), open && !name.startsWith('state') ? 0o711 : 0o700);
  }
}

const pinFile = (path: string) => join(path, 'state', 'pin.json');
/** Keeps for good whom to obey. @throws Error `EEXIST` where that was done */
export const writePin = (path: string, pin: Pin): void => writeNew(pinFile(path), JSON.stringify(pin));
export const readPin = (path: string): Pin | null => readJson(pinFile(path)) as Pin | null;

export class Folder {
  readonly path: string;
  /** Where programs lie while they run. */
  readonly run: string;
  /** By `<order>` or `<standing order>.<run>`. */
  readonly intents: Map<string, Intent>;
  readonly standing: Map<string, Firings>;
  /** Numbers of the receipts that are there, in order; the last one always is. */
  readonly receipts: number[];

  /** @throws Error where a file is damaged: then nothing runs */
  constructor(path: string) {
    this.path = path;
    this.run = join(path, 'run');
    this.intents = this.#all('intents') as Map<string, Intent>;
    this.standing = this.#all('standing') as Map<string, Firings>;
    this.receipts = this.#names('receipts')
      .map(Number)
      .toSorted((one, other) => one - other);
  }

  /** Bytes of receipts with their output. */
  get bytes(): number {
    return this.receipts.reduce((sum, seq) => sum + statSync(this.#file('receipts', seq)).size, 0);
  }

  /** Null until the pinned root has come. */
  kept(): Kept | null {
    return readJson(this.#file('kept')) as Kept | null;
  }

  keep(kept: Kept): void {
    writeOver(this.#file('kept'), JSON.stringify(kept));
  }

  keepStanding(id: string, firings: Firings): void {
    writeOver(this.#file('standing', id), JSON.stringify(firings));
    this.standing.set(id, firings);
  }

  notes(): Notes {
    return (readJson(this.#file('notes')) as Notes | null) ?? { sights: {}, refusals: {} };
  }

  note(kind: keyof Notes, key: string, value: number): void {
    const before = this.notes();
    const newest = [...Object.entries(before[kind]).filter(([one]) => one !== key), [key, value]].slice(-mostNotes);
    writeOver(this.#file('notes'), JSON.stringify({ ...before, [kind]: Object.fromEntries(newest) }));
  }

  /** @throws Error `EEXIST` where this order or firing was begun before, by whomever */
  begin(intent: Intent): void {
    if (!idForm.test(intent.order)) throw new Error('an order has an id of its form');
    writeNew(this.#file('intents', nameOf(intent)), JSON.stringify(intent));
    this.intents.set(nameOf(intent), intent);
  }

  /** A firing needs no memory then: its number is never given again. */
  end(intent: Intent, receipt: number): void {
    if (intent.kind === 'standing') return this.drop(intent);
    const ended = { ...intent, receipt };
    writeOver(this.#file('intents', nameOf(intent)), JSON.stringify(ended));
    this.intents.set(nameOf(intent), ended);
  }

  drop(intent: Intent): void {
    remove(this.#file('intents', nameOf(intent)));
    this.intents.delete(nameOf(intent));
  }

  receipt(seq: number): StoredReceipt | null {
    return readJson(this.#file('receipts', seq)) as StoredReceipt | null;
  }

  addReceipt(seq: number, stored: StoredReceipt): void {
    writeNew(this.#file('receipts', seq), JSON.stringify(stored));
    this.receipts.push(seq);
  }

  /** Drops receipts up to a number, but for the last one. */
  forget(upTo: number): void {
    while (this.receipts.length > 1 && (this.receipts[0] ?? 0) <= upTo)
      remove(this.#file('receipts', this.receipts.shift() ?? 0));
  }

  #file(...names: readonly (string | number)[]): string {
    return `${join(this.path, 'state', ...names.map(String))}.json`;
  }

  #names(folder: string): string[] {
    const all = readdirSync(join(this.path, 'state', folder));
    return all.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  }

  #all(folder: string): Map<string, unknown> {
    return new Map(this.#names(folder).map((name) => [name, readJson(this.#file(folder, name))]));
  }
}

const nameOf = ({ kind, order, run }: Intent): string => (kind === 'order' ? order : `${order}.${run}`);
