/**
 * The executor's own folder: `state` (0700) is what it believes, `run` (0711) is where programs lie while they run. Nobody else
 * writes here. Each file is whole whenever this process dies.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Kept } from '@fettle/shared/trust/keep';
import type { Firing } from '@fettle/shared/trust/receipt';
import type { StandingStatement } from '@fettle/shared/trust/standing';
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

/** A standing order that is kept, and what came of it under this version. */
export interface HeldStanding {
  readonly envelope: Envelope;
  readonly statement: StandingStatement;
  /** Firings so far, those of the versions before included. */
  readonly count: number;
  /** The last ones, as many as caps can ask for. */
  readonly runs: readonly HeldRun[];
  /** The last time by the clock that was run for. */
  readonly due: number | null;
}

export interface HeldRun {
  readonly run: number;
  readonly started: number;
  readonly ended: number | null;
  readonly failed: boolean;
  /** It went well, and nobody has said yet whether it helped. */
  readonly settling: boolean;
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

export interface StoredReceipt {
  readonly receipt: Envelope;
  /** Base64. */
  readonly output: string;
}

export interface Folder {
  readonly path: string;
  /** Where programs lie while they run. */
  readonly run: string;
  /** Bytes of output that are kept. */
  readonly outputBytes: number;
  pin(): Pin | null;
  /** Null until the pinned root has come. */
  kept(): Kept | null;
  keep(kept: Kept): void;
  standing(): ReadonlyMap<string, HeldStanding>;
  keepStanding(id: string, standing: HeldStanding): void;
  notes(): Notes;
  note(kind: keyof Notes, key: string, value: number): void;
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

const mostNotes = 1_000;
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
  const notes = () => (readJson(state('notes.json')) as Notes | null) ?? { sights: {}, refusals: {} };
  const intentFile = (intent: Intent) => state('intents', `${intentName(intent)}.json`);
  const receiptFile = (seq: number) => state('receipts', `${seq}.json`);
  return {
    path,
    run,
    get outputBytes() {
      return seqs.reduce((sum, seq) => sum + statSync(receiptFile(seq)).size, 0);
    },
    pin: () => readPin(path),
    kept: () => readJson(state('kept.json')) as Kept | null,
    keep: (kept) => writeOver(state('kept.json'), JSON.stringify(kept)),
    standing: () => standing,
    keepStanding(id, one) {
      writeOver(state('standing', `${id}.json`), JSON.stringify(one));
      standing.set(id, one);
    },
    notes,
    note(kind, key, value) {
      const before = notes();
      const newest = [...Object.entries(before[kind]).filter(([one]) => one !== key), [key, value]].slice(-mostNotes);
      writeOver(state('notes.json'), JSON.stringify({ ...before, [kind]: Object.fromEntries(newest) }));
    },
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
