/** What fires a standing order: a rule on the device's own samples, or its clock. */
import { canonicalBytes } from './canonical.ts';
import { TrustError } from './errors.ts';
import { integer, object, only, text } from './fields.ts';
import { choice } from './forms.ts';

/** A rule of `shared/rules` in its signed form (`shared/rules/signed.ts`): limits are integers scaled by the metric's decimals. */
export interface SignedRule {
  /** The rule's slug: runs join the incident of this rule, device and instance. */
  readonly id: string;
  /** JSON as `shared/rules/signed.ts` writes and reads it; at most 4 KiB. */
  readonly when: Readonly<Record<string, unknown>>;
  /** ms */
  readonly for: number;
  readonly clearFor: number;
}

export type Trigger =
  | {
      readonly kind: 'rule';
      readonly rule: SignedRule;
      /** The least severity that fires it. */
      readonly severity: 'warning' | 'critical';
      /** After a run it is measured for so many seconds before it is told whether it helped. */
      readonly settle: number;
    }
  | {
      readonly kind: 'clock';
      /** Five fields: minute hour day-of-month month day-of-week. */
      readonly cron: string;
      /** `device` or an IANA name. */
      readonly zone: string;
      /** Seconds, spread by device, always the same for one device and order. */
      readonly jitter: number;
      /** What becomes of a time at which the device was off: nothing, or one run as soon as it is on. */
      readonly missed: 'skip' | 'run';
    };

const ruleForm = /^[a-z0-9][a-z0-9-]{0,63}$/;
const zoneForm = /^[A-Za-z][A-Za-z0-9_+-]{0,31}(?:\/[A-Za-z0-9_+-]{1,31}){0,2}$/;
/** Milliseconds that a rule may have to hold: 31 days. */
const longest = 2_678_400_000;

/** @throws TrustError `fields` */
export function readTrigger(value: unknown): Trigger {
  const kind = choice(object(value, 'trigger')['kind'], 'kind', ['rule', 'clock']);
  if (kind === 'rule') {
    const { rule, severity, settle } = only(value, 'trigger', ['kind', 'rule', 'severity', 'settle']);
    return {
      kind,
      rule: readRule(rule),
      severity: choice(severity, 'severity', ['warning', 'critical']),
      settle: integer(settle, 'settle', 0, 86_400),
    };
  }
  const { cron, zone, jitter, missed } = only(value, 'trigger', ['kind', 'cron', 'zone', 'jitter', 'missed']);
  return {
    kind,
    cron: readCron(cron),
    zone: text(zone, 'zone', zoneForm),
    jitter: integer(jitter, 'jitter', 0, 86_400),
    missed: choice(missed, 'missed', ['skip', 'run']),
  };
}

function readRule(value: unknown): SignedRule {
  const rule = only(value, 'rule', ['id', 'when', 'for', 'clearFor']);
  const when = object(rule.when, 'when');
  if (canonicalBytes(when).length > 4_096) throw new TrustError('fields', 'when is longer than 4 KiB');
  return {
    id: text(rule.id, 'id', ruleForm),
    when,
    for: integer(rule.for, 'for', 0, longest),
    clearFor: integer(rule.clearFor, 'clearFor', 0, longest),
  };
}

/** Least and most of minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). */
const fields = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const part = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

/**
 * Five fields with one space between. A field is a list, with commas, of: `*`, a number, `a-b`; each but a single number
 * may have `/n` behind it. No names.
 */
function readCron(value: unknown): string {
  const found = text(value, 'cron');
  const parts = found.split(' ');
  const right = fields.every((bounds, i) => (parts[i] ?? '').split(',').every((one) => isPart(one, bounds)));
  if (!right || parts.length !== fields.length || found.length > 128)
    throw new TrustError('fields', 'cron is not five fields of minute, hour, day, month and day of the week');
  return found;
}

function isPart(one: string, [least, most]: readonly [number, number]): boolean {
  const found = part.exec(one);
  if (found === null) return false;
  const [, from, to = from, by] = found;
  if (by !== undefined && (Number(by) === 0 || (from !== undefined && found[2] === undefined))) return false;
  return from === undefined || (Number(from) >= least && Number(from) <= Number(to) && Number(to) <= most);
}
