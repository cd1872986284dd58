/** The `standing` statement: an order that the device fires by itself, on its own samples or by its clock. */
import { type ActionClass, classes, readSteps, type Step } from './action.ts';
import { flag, formVersion, integer, name, object, only, text, time } from './fields.ts';
import { choice, idForm, keyIdForm, line } from './forms.ts';
import { readSelector } from './scope.ts';
import { readTrigger, type Trigger } from './trigger.ts';

export type { SignedRule, Trigger } from './trigger.ts';

export interface Caps {
  /** Runs within an hour, at most. */
  readonly perHour: number;
  /** Seconds between the end of a run and the next. */
  readonly coolDown: number;
  /** Seconds after boot in which nothing is fired; 900 where nobody says otherwise. Counts for rules, not for the clock. */
  readonly bootGuard: number;
  /** After so many failed runs in a row (failed, timeout, unknown, or not cleared) it stops until it is signed anew. */
  readonly failures: number;
}

export interface StandingStatement {
  readonly v: 1;
  /** 128 random bits, 26 characters of base 32; stays through versions. */
  readonly id: string;
  /** Counts up; a device keeps the highest. */
  readonly version: number;
  readonly tenant: string;
  readonly root: number;
  readonly rev: number;
  readonly op: string;
  readonly iat: number;
  /** At most 90 days after `iat`. */
  readonly exp: number;
  readonly name: string;
  readonly trigger: Trigger;
  /** Over the labels of grants, and `site`: which devices, also those that come later. Never empty: `has site` is everything. */
  readonly selector: string;
  /** 1 to 16. */
  readonly steps: readonly Step[];
  readonly caps: Caps;
  readonly class: ActionClass;
  readonly reason: string;
  /** False: it is over, and this version only says so. */
  readonly enabled: boolean;
}

const names = 'v id version tenant root rev op iat exp name trigger selector steps caps class reason enabled'.split(
  ' ',
) as (keyof StandingStatement)[];

/** Whether its times fit together is asked on acceptance (`window`). @throws TrustError `version` or `fields` */
export function readStanding(value: unknown): StandingStatement {
  const v = formVersion(object(value, 'standing')['v']);
  const standing = only(value, 'standing', names);
  return {
    v,
    id: text(standing.id, 'id', idForm),
    version: integer(standing.version, 'version', 1, 1_000_000_000),
    tenant: text(standing.tenant, 'tenant', idForm),
    root: integer(standing.root, 'root', 1, 1_000_000_000),
    rev: integer(standing.rev, 'rev', 0, Number.MAX_SAFE_INTEGER),
    op: text(standing.op, 'op', keyIdForm),
    iat: time(standing.iat, 'iat'),
    exp: time(standing.exp, 'exp'),
    name: name(standing.name, 'name', 64),
    trigger: readTrigger(standing.trigger),
    selector: readSelector(standing.selector),
    steps: readSteps(standing.steps),
    caps: readCaps(standing.caps),
    class: choice(standing.class, 'class', classes),
    reason: line(standing.reason, 'reason', 500),
    enabled: flag(standing.enabled, 'enabled'),
  };
}

function readCaps(value: unknown): Caps {
  const caps = only(value, 'caps', ['perHour', 'coolDown', 'bootGuard', 'failures']);
  return {
    perHour: integer(caps.perHour, 'perHour', 1, 60),
    coolDown: integer(caps.coolDown, 'coolDown', 0, 604_800),
    bootGuard: integer(caps.bootGuard, 'bootGuard', 0, 86_400),
    failures: integer(caps.failures, 'failures', 1, 100),
  };
}
