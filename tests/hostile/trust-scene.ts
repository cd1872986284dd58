/** Where orders are made up for: a device, a moment, and what is right there. All keys are those of the example by name. */
import type { Held, Question } from '@fettle/shared/trust/accept/accept';
import type { TrustCode } from '@fettle/shared/trust/errors';
import { signed } from '@fettle/shared/trust/example.fixture';
import {
  beside,
  day,
  device,
  exampleFresh,
  exampleHeld,
  exampleOrder,
  exampleRevoke,
  exampleScript,
  exampleStanding,
  exampleStep,
  neighbour,
  noon,
  ruleFiring,
  sealingSeed,
  zurichGrant,
} from '@fettle/shared/trust/maintenance.fixture';
import { sealingKeyOf } from '@fettle/shared/trust/keys';
import { commit, seal, type Sealed } from '@fettle/shared/trust/sealed';
import type { OrderStatement, StandingStatement, Step, Target } from '@fettle/shared/trust/statements';
import { pathOf, treeOf } from '@fettle/shared/trust/targets';

/** The device that is attacked. A real one says who it is, and gives its public sealing key; the example's is in process. */
export interface Place {
  readonly device: Target;
  readonly sealingKey: Uint8Array;
  /** By its clock, ms. */
  readonly now: number;
}

export type OrderQuestion = Question & { kind: 'order' };
export type Expected = TrustCode | 'accepted' | 'waiting' | 'refused';

/** What is asked, of a device that holds what `held` says, and what has to come out. `refused`: with whatever code. */
export interface Case {
  readonly what: string;
  /** The check that has to refuse it, by name; null: none of them, or whichever comes first. */
  readonly check: string | null;
  readonly question: Question;
  /** How the device differs from `heldAt(place)`; empty: it can be tried on any device that holds that. */
  readonly held: Partial<Held>;
  readonly expected: Expected;
}

export const examplePlace: Place = { device, sealingKey: sealingKeyOf(sealingSeed), now: noon };

/** The same numbers from the same seed, 0 up to but without 1. (mulberry32) */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `min` to `max`. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  of<One>(choices: readonly One[]): One {
    return choices[this.whole(0, choices.length - 1)] as One;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.whole(0, 255));
  }

  id(): string {
    return Array.from({ length: 26 }, () => '0123456789abcdefghjkmnpqrstvwxyz'[this.whole(0, 31)] ?? '').join('');
  }
}

/** What the device holds before anything is tried. */
export function heldAt({ device: { id, host }, now }: Place): Held {
  return exampleHeld({
    device: { id, host, platform: 'linux' },
    revoke: exampleRevoke({ iat: now - 2 * day, stop: now - 30 * day }),
    fresh: exampleFresh({ iat: now - day, until: now + 13 * day }),
    grant: zurichGrant({ device: id }),
    sealingKey: sealingSeed,
    floor: now - 3_600_000,
    now,
    boot: now - day,
  });
}

/** Right orders for a place, each with an id of its own. */
export class Scene {
  readonly place: Place;
  readonly random: Random;

  constructor(place: Place, random: Random) {
    this.place = place;
    this.random = random;
  }

  get now(): number {
    return this.place.now;
  }

  tree(extra = 1) {
    const others = Array.from({ length: extra }, (_, i) =>
      i === 0 ? neighbour : { id: `d${this.random.id()}` as Target['id'], host: `other-${i}` },
    );
    return treeOf([this.place.device, ...others]);
  }

  orderStatement(change: Partial<OrderStatement> = {}): OrderStatement {
    const { hash, count } = this.tree();
    const iat = this.now - this.random.whole(1, 3_000_000);
    const times = { iat, nbf: iat, exp: this.now + this.random.whole(1, 30) * day };
    return exampleOrder({ ...times, id: this.random.id(), targets: { hash, count }, ...change });
  }

  order(change: Partial<OrderStatement> = {}, names: readonly string[] = ['ann']): OrderQuestion {
    return this.asked(signed('order', this.orderStatement(change), ...names));
  }

  asked(envelope: unknown): OrderQuestion {
    return { kind: 'order', envelope, path: pathOf(this.tree(), this.place.device.id), ...beside };
  }

  /** To so many targets in all, this device among them. */
  orderTo(count: number, change: Partial<OrderStatement>, names: readonly string[]): OrderQuestion {
    const tree = this.tree(count - 1);
    const targets = { hash: tree.hash, count: tree.count };
    return { ...this.order({ targets, ...change }, names), path: pathOf(tree, this.place.device.id) };
  }

  step(change: Partial<Step> = {}): Step {
    return exampleStep(exampleScript(), change);
  }

  steps(...steps: readonly Step[]): Partial<OrderStatement> {
    return { action: { kind: 'script', steps } };
  }

  /** A step with a password, as it is committed to and as it is sealed. */
  secret(value = 'correct horse'): { steps: Partial<OrderStatement>; sealed: Sealed; salt: string } {
    const { salt, commitment } = commit(value, this.random.bytes(32));
    const ephemeral = { key: this.random.bytes(32), nonce: this.random.bytes(12) };
    const sealed = seal({ secrets: { '0.password': { salt, value } } }, this.place.sealingKey, ephemeral);
    return { steps: this.steps(this.step({ secrets: { password: commitment } })), sealed, salt };
  }

  standingStatement(change: Partial<StandingStatement> = {}): StandingStatement {
    return exampleStanding({ iat: this.now - day, exp: this.now + 30 * day, id: this.random.id(), ...change });
  }

  standing(change: Partial<StandingStatement> = {}, names: readonly string[] = ['ann', 'ben']): Question {
    return { kind: 'standing', envelope: signed('standing', this.standingStatement(change), ...names) };
  }

  firing(
    change: Partial<StandingStatement> = {},
    names: readonly string[] = ['ann', 'ben'],
  ): Question & { kind: 'firing' } {
    const envelope = signed('standing', this.standingStatement(change), ...names);
    return { kind: 'firing', envelope, firing: { ...ruleFiring, since: this.now - 120_000 }, ...beside };
  }
}
