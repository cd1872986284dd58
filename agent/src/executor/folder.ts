/**
 * The executor's own folder: `state` (0700) is what it believes, `run` (0711) is where programs lie while they run. Nobody else
 * writes here. Each file is whole whenever this process dies.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
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

/** Statements in force. */
export interface Held {
  /** From the pinned one on. */
  readonly roots: readonly Envelope[];
  readonly revoke: Envelope | null;
  readonly fresh: Envelope | null;
  readonly grant: Envelope | null;
  /** The newest time of signing of what was accepted: no clock goes behind it. */
  readonly floor: number;
}

/** A standing order in force, and what it did. */
export interface HeldStanding {
  readonly envelope: Envelope;
  /** Firings so far, also those before this version. */
  readonly count: number;
  /** When runs of the last hour began, and when the last one ended. */
  readonly starts: readonly number[];
  readonly ended: number;
  /** Failed runs in a row. */
  readonly failures: number;
  /** The last run that was told not to have helped, or to have. */
  readonly judged: number;
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

/** When orders that wait were first seen, by id. */
export type Sights = Readonly<Record<string, { readonly at: number; readonly exp: number }>>;

export interface StoredReceipt {
  readonly receipt: Envelope;
  /** Base64. */
  readonly output: string;
}

export interface Folder {
  readonly path: string;
  /** Where programs lie while they run. */
  readonly run: string;
  pin(): Pin | null;
  held(): Held;
  hold(held: Held): void;
  standing(): ReadonlyMap<string, HeldStanding>;
  keepStanding(id: string, standing: HeldStanding): void;
  sights(): Sights;
  keepSights(sights: Sights): void;
  intents(): ReadonlyMap<string, Intent>;
  /** @throws Error `EEXIST` where this order or firing was begun before, by whomever */
  begin(intent: Intent): void;
  end(intent: Intent, receipt: number): void;
  dropIntent(intent: Intent): void;
  /** Numbers of the receipts that are there, in order; the last one always is. */
  receipts(): readonly number[];
  receipt(seq: number): StoredReceipt | null;
  addReceipt(seq: number, stored: StoredReceipt): void;
  /** Drops receipts up to a number, but for the last one. */
  forget(upTo: number): void;
}

const nothing: Held = { roots: [], revoke: null, fresh: null, grant: null, floor: 0 };
const form = { id: /^[0-9a-hjkmnp-tv-z]{26}$/, receipt: /^(\d+)\.json$/ };

export const intentName = ({ kind, order, run }: Pick<Intent, 'kind' | 'order' | 'run'>): string =>
  kind === 'order' ? order : `${order}.${run}`;

/** Makes the folder where there is none. @param open whether other users must be able to reach what runs as them */
export function makeFolder(path: string, open: boolean): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  for (const name of ['', 'state', 'run', 'state/standing', 'state/intents', 'state/receipts']) {
    const folder = join(path, name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whatever the umask; another user passes through, and sees no names.
    if (process.platform !== 'win32') chmodSync(folder, open && (name === '' || name === 'run') ? 0o711 : 0o700);
  }
}

/** Keeps for good whom to obey. @throws Error `EEXIST` where that was done */
export function writePin(path: string, pin: Pin): void {
  writeNew(join(path, 'state', 'pin.json'), JSON.stringify(pin));
}

export const readPin = (path: string): Pin | null => readJson(join(path, 'state', 'pin.json')) as Pin | null;

/** @throws Error where a file is damaged: then nothing runs */
export function openFolder(path: string): Folder {
  const state = (...names: readonly string[]) => join(path, 'state', ...names);
  const run = join(path, 'run');
  const names = (folder: string) => readdirSync(state(folder)).filter((name) => name.endsWith('.json'));
  const all = (folder: string) =>
    new Map(names(folder).map((name) => [name.slice(0, -5), readJson(state(folder, name))]));
  const intents = all('intents') as Map<string, Intent>;
  const standing = all('standing') as Map<string, HeldStanding>;
  const seqs = names('receipts')
    .map((name) => Number(form.receipt.exec(name)?.[1]))
    .toSorted((one, other) => one - other);
  const intentFile = (intent: Intent) => state('intents', `${intentName(intent)}.json`);
  const receiptFile = (seq: number) => state('receipts', `${seq}.json`);
  return {
    path,
    run,
    pin: () => readPin(path),
    held: () => (readJson(state('held.json')) as Held | null) ?? nothing,
    hold: (held) => writeOver(state('held.json'), JSON.stringify(held)),
    standing: () => standing,
    keepStanding(id, one) {
      writeOver(state('standing', `${id}.json`), JSON.stringify(one));
      standing.set(id, one);
    },
    sights: () => (readJson(state('sights.json')) as Sights | null) ?? {},
    keepSights: (sights) => writeOver(state('sights.json'), JSON.stringify(sights)),
    intents: () => intents,
    begin(intent) {
      if (!form.id.test(intent.order)) throw new Error('an order has an id of its form');
      writeNew(intentFile(intent), JSON.stringify(intent));
      intents.set(intentName(intent), intent);
    },
    end(intent, receipt) {
      const ended = { ...intent, receipt };
      writeOver(intentFile(intent), JSON.stringify(ended));
      intents.set(intentName(intent), ended);
    },
    dropIntent(intent) {
      remove(intentFile(intent));
      intents.delete(intentName(intent));
    },
    receipts: () => seqs,
    receipt: (seq) => readJson(receiptFile(seq)) as StoredReceipt | null,
    addReceipt(seq, stored) {
      writeNew(receiptFile(seq), JSON.stringify(stored));
      seqs.push(seq);
    },
    forget(upTo) {
      while (seqs.length > 1 && (seqs[0] ?? 0) <= upTo) remove(receiptFile(seqs.shift() ?? 0));
    },
  };
}

export const folderIsThere = (path: string): boolean => existsSync(join(path, 'state'));
