/** The `receipt` statement: what came of an order or of a firing of a standing order, as the device's key signs it. */
import { type DeviceId, isDeviceId } from '../ids.ts';
import { type RunMode, runModes, type RunOutcome, runOutcomes } from './action.ts';
import { TrustError } from './errors.ts';
import { formVersion, integer, name, object, only, text, time } from './fields.ts';
import { choice, hash, idForm, items, line } from './forms.ts';

export interface StepReceipt {
  /** Place in the action, from 0. */
  readonly step: number;
  /** SHA-256 (hex) of the body that ran; null: a deed of the closed set. */
  readonly program: string | null;
  /** For people: `name@version`, `raw`, or the deed's kind. */
  readonly name: string;
  readonly mode: RunMode;
  /** Null: it was skipped by its condition. */
  readonly outcome: RunOutcome | null;
  /** Null: no exit code, as after a signal. */
  readonly exit: number | null;
  readonly started: number;
  readonly ended: number;
}

/** Why a standing order fired, as the agent says. Values are in the rule's scaled integers; null: not known. */
export type Firing =
  | {
      readonly kind: 'rule';
      readonly rule: string;
      readonly instance: string;
      readonly severity: string;
      readonly since: number;
    }
  | { readonly kind: 'clock'; readonly due: number };

export interface ReceiptStatement {
  readonly v: 1;
  readonly tenant: string;
  readonly device: DeviceId;
  /** Counts up from 1 on this device, and the hash (SHA-256, hex) of the receipt's payload before: none can be left out. */
  readonly seq: number;
  readonly previous: string | null;
  readonly kind: 'order' | 'standing';
  /** The id of the order or standing order, and the hash of its payload. */
  readonly order: string;
  readonly statement: string;
  /** Counts the firings of a standing order on this device from 1; 1 for an order. */
  readonly run: number;
  readonly firing: Firing | null;
  readonly started: number;
  readonly ended: number;
  readonly outcome: RunOutcome;
  /** Why it was refused, a code of acceptance; null: it was not. */
  readonly code: string | null;
  readonly steps: readonly StepReceipt[];
  /** SHA-256 (hex) and bytes of the output as kept (masked, capped), and how many bytes there were in all. */
  readonly output: { readonly sha256: string; readonly kept: number; readonly total: number };
}

const names =
  'v tenant device seq previous kind order statement run firing started ended outcome code steps output'.split(
    ' ',
  ) as (keyof ReceiptStatement)[];
const safe = Number.MAX_SAFE_INTEGER;

/** @throws TrustError `version` or `fields` */
export function readReceipt(value: unknown): ReceiptStatement {
  const v = formVersion(object(value, 'receipt')['v']);
  const receipt = only(value, 'receipt', names);
  const device = text(receipt.device, 'device');
  if (!isDeviceId(device)) throw new TrustError('fields', 'device is not a device id');
  const seq = integer(receipt.seq, 'seq', 1, safe);
  if ((receipt.previous === null) !== (seq === 1))
    throw new TrustError('fields', 'only the first receipt follows none');
  const outcome = choice(receipt.outcome, 'outcome', runOutcomes);
  if ((receipt.code === null) === (outcome === 'refused'))
    throw new TrustError('fields', 'a refusal has a code, and nothing else has one');
  return {
    v,
    tenant: text(receipt.tenant, 'tenant', idForm),
    device,
    seq,
    previous: receipt.previous === null ? null : hash(receipt.previous, 'previous'),
    kind: choice(receipt.kind, 'kind', ['order', 'standing']),
    order: text(receipt.order, 'order', idForm),
    statement: hash(receipt.statement, 'statement'),
    run: integer(receipt.run, 'run', 1, safe),
    firing: receipt.firing === null ? null : readFiring(receipt.firing),
    started: time(receipt.started, 'started'),
    ended: time(receipt.ended, 'ended'),
    outcome,
    code: receipt.code === null ? null : text(receipt.code, 'code', /^[a-z0-9-]{1,32}$/),
    steps: items(receipt.steps, 'steps', 0, 16).map(readStepReceipt),
    output: readOutput(receipt.output),
  };
}

/** @throws TrustError `fields` */
export function readFiring(value: unknown): Firing {
  const kind = choice(object(value, 'firing')['kind'], 'kind', ['rule', 'clock']);
  if (kind === 'clock') return { kind, due: time(only(value, 'firing', ['kind', 'due']).due, 'due') };
  const firing = only(value, 'firing', ['kind', 'rule', 'instance', 'severity', 'since']);
  return {
    kind,
    rule: text(firing.rule, 'rule', /^[a-z0-9][a-z0-9-]{0,63}$/),
    instance: line(firing.instance, 'instance', 1_024),
    severity: choice(firing.severity, 'severity', ['warning', 'critical']),
    since: time(firing.since, 'since'),
  };
}

function readStepReceipt(value: unknown): StepReceipt {
  const step = only(value, 'a step', ['step', 'program', 'name', 'mode', 'outcome', 'exit', 'started', 'ended']);
  return {
    step: integer(step.step, 'step', 0, 15),
    program: step.program === null ? null : hash(step.program, 'program'),
    name: name(step.name, 'name', 128),
    mode: choice(step.mode, 'mode', runModes),
    outcome: step.outcome === null ? null : choice(step.outcome, 'outcome', runOutcomes),
    exit: step.exit === null ? null : integer(step.exit, 'exit', -2_147_483_648, 4_294_967_295),
    started: time(step.started, 'started'),
    ended: time(step.ended, 'ended'),
  };
}

function readOutput(value: unknown): ReceiptStatement['output'] {
  const { sha256, kept, total } = only(value, 'output', ['sha256', 'kept', 'total']);
  return {
    sha256: hash(sha256, 'sha256'),
    kept: integer(kept, 'kept', 0, 1_048_576),
    total: integer(total, 'total', 0, safe),
  };
}
