/** Firings that are under way, on disk: what was asked for, and what is measured afterwards, also when the agent is restarted. */
import { createHash } from 'node:crypto';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Firing } from '@fettle/shared/trust/statements';
import type { Shelf } from '../runs/folder.ts';

export interface Fire {
  /** Of the standing order. */
  readonly order: string;
  readonly firing: Firing;
  /** Of the instance; empty for the clock. */
  readonly attributes: Attributes;
  /** Scaled as the rule's; null: not known. */
  readonly before: number | null;
  /** Wall clock, ms. */
  readonly asked: number;
  /** Null: it has not ended yet. */
  readonly ran: {
    /** Of the receipt. */
    readonly seq: number;
    readonly run: number;
    /** Wall clock, ms: then it is told whether it helped. */
    readonly judgedAt: number;
  } | null;
}

export interface Fires {
  readonly all: readonly Fire[];
  find(key: string): Fire | null;
  /** @throws FettleError `data_unwritable` */
  write(fire: Fire): void;
  remove(key: string): void;
}

/** Of a standing order and instance; of the clock, of the order alone. */
export function fireKey(order: string, firing: Pick<Firing, 'kind'> & { readonly instance?: string }): string {
  const instance = firing.kind === 'rule' ? (firing.instance ?? '') : '';
  const hash = createHash('sha256').update(instance).digest('hex').slice(0, 16);
  return `${order}-${firing.kind}-${hash}`;
}

export function openFires(shelf: Shelf): Fires {
  const fires = new Map<string, Fire>();
  for (const name of shelf.names) {
    const fire = shelf.read(name) as Fire | null;
    if (fire !== null) fires.set(name, fire);
  }
  return {
    get all() {
      return [...fires.values()];
    },
    find: (key) => fires.get(key) ?? null,
    write(fire) {
      const key = fireKey(fire.order, fire.firing);
      shelf.write(key, fire);
      fires.set(key, fire);
    },
    remove(key) {
      shelf.remove(key);
      fires.delete(key);
    },
  };
}
