import type { OrderDraftBody, StandingItem } from '@fettle/shared/api/orders';
import { readCron } from '../../format/cron-words.ts';
import { durationText, readDuration } from '../../format/duration.ts';
import { isZone } from '../../format/zones.ts';
import { type Known, newStep, readStep, type StepDraft, stepDraft } from '../push/step-draft.ts';

export type Standing = Extract<OrderDraftBody['what'], { kind: 'standing' }>;

/** A standing order as it stands in the form. */
export interface StandingDraft {
  readonly name: string;
  readonly steps: readonly StepDraft[];
  readonly selector: string;
  readonly kind: 'rule' | 'clock';
  readonly rule: string;
  readonly severity: 'warning' | 'critical';
  readonly settle: string;
  readonly cron: string;
  /** `device`, or an IANA name. */
  readonly zone: string;
  readonly jitter: string;
  readonly missed: 'skip' | 'run';
  readonly perHour: string;
  readonly coolDown: string;
  readonly bootGuard: string;
  readonly failures: string;
  readonly days: string;
  readonly reason: string;
  readonly replaces: string | null;
}

export function newStanding(query: URLSearchParams): StandingDraft {
  return {
    name: '',
    steps: [newStep(query.get('script') ?? '')],
    selector: query.get('selector') ?? '',
    kind: query.get('rule') === null && query.get('by') === 'clock' ? 'clock' : 'rule',
    rule: query.get('rule') ?? '',
    severity: 'warning',
    settle: '2 min',
    cron: '30 3 * * *',
    zone: 'device',
    jitter: '10 min',
    missed: 'skip',
    perHour: '2',
    coolDown: '15 min',
    bootGuard: '15 min',
    failures: '3',
    days: '90',
    reason: '',
    replaces: null,
  };
}

export function standingDraft(body: OrderDraftBody, what: Standing): StandingDraft {
  const { trigger, caps } = what;
  return {
    ...newStanding(new URLSearchParams()),
    name: what.name,
    steps: what.steps.map(stepDraft),
    selector: what.selector,
    kind: trigger.kind,
    ...(trigger.kind === 'rule'
      ? { rule: trigger.rule, severity: trigger.severity, settle: durationText(trigger.settle * 1_000) }
      : {
          cron: trigger.cron,
          zone: trigger.zone,
          jitter: durationText(trigger.jitter * 1_000),
          missed: trigger.missed,
        }),
    ...capsText(caps),
    days: String(what.days),
    reason: body.reason,
    replaces: what.replaces,
  };
}

const capsText = ({ perHour, coolDown, bootGuard, failures }: StandingItem['caps']) => ({
  perHour: String(perHour),
  coolDown: durationText(coolDown * 1_000),
  bootGuard: durationText(bootGuard * 1_000),
  failures: String(failures),
});

/** The next version of one that is in force: who and how stay, steps are chosen anew. */
export function nextVersion(item: StandingItem): StandingDraft {
  const [minute = '', hour = '', day = '', month = '', weekday = '', zone = 'device'] = item.trigger.split(/\s+/);
  const { kind } = item;
  return {
    ...newStanding(new URLSearchParams()),
    name: item.name,
    selector: item.selector,
    kind,
    ...(kind === 'rule' ? { rule: item.trigger } : { cron: [minute, hour, day, month, weekday].join(' '), zone }),
    ...capsText(item.caps),
    replaces: item.id,
  };
}

type Errors = Map<string, string>;

function seconds(text: string, most: number, field: string, errors: Errors): number {
  const ms = readDuration(text);
  if (ms === null || ms > most * 1_000) {
    errors.set(field, `At most ${durationText(most * 1_000)}: 90 s, 15 min`);
    return 0;
  }
  return Math.round(ms / 1_000);
}

function whole(text: string, least: number, most: number, field: string, errors: Errors): number {
  const value = Number(text);
  if (!/^\s*\d+\s*$/.test(text) || value < least || value > most) errors.set(field, `From ${least} to ${most}.`);
  return value;
}

function triggerOf(draft: StandingDraft, errors: Errors): Standing['trigger'] {
  if (draft.kind === 'rule') {
    if (draft.rule === '') errors.set('rule', 'Choose a rule.');
    const settle = seconds(draft.settle, 86_400, 'settle', errors);
    return { kind: 'rule', rule: draft.rule, severity: draft.severity, settle };
  }
  const cron = readCron(draft.cron);
  if (typeof cron === 'string') errors.set('cron', cron);
  if (draft.zone !== 'device' && !isZone(draft.zone))
    errors.set('zone', 'There is no such zone: device, Europe/Berlin');
  return {
    kind: 'clock',
    cron: draft.cron.trim().replaceAll(/\s+/g, ' '),
    zone: draft.zone,
    jitter: seconds(draft.jitter, 86_400, 'jitter', errors),
    missed: draft.missed,
  };
}

/** The standing order that a form says, with what is wrong with it by field. */
export function readStanding(
  draft: StandingDraft,
  known: Known,
): { readonly errors: ReadonlyMap<string, string>; readonly body: OrderDraftBody | undefined } {
  const errors: Errors = new Map();
  const reads = draft.steps.map((step, place) => readStep(step, place, known));
  for (const [place, read] of reads.entries())
    for (const [field, words] of read.errors) errors.set(`steps.${place}.${field}`, words);
  const steps = reads.flatMap(({ step }) => step ?? []);
  const trigger = triggerOf(draft, errors);
  const caps = {
    perHour: whole(draft.perHour, 1, 60, 'perHour', errors),
    coolDown: seconds(draft.coolDown, 604_800, 'coolDown', errors),
    bootGuard: seconds(draft.bootGuard, 86_400, 'bootGuard', errors),
    failures: whole(draft.failures, 1, 100, 'failures', errors),
  };
  const days = whole(draft.days, 1, 90, 'days', errors);
  if (draft.name.trim() === '') errors.set('name', 'Give it a name.');
  if (draft.name.length > 64) errors.set('name', 'At most 64 characters.');
  if (draft.selector.trim() === '') errors.set('selector', 'Say which devices; everything is: has site');
  if (draft.reason.trim() === '') errors.set('reason', 'Say why: it is signed, and shown at these machines.');
  if (errors.size > 0 || steps.length < draft.steps.length) return { errors, body: undefined };
  const { name, selector, replaces, reason } = draft;
  const what = {
    kind: 'standing',
    name: name.trim(),
    steps,
    selector: selector.trim(),
    trigger,
    caps,
    days,
    replaces,
  } as const;
  return { errors, body: { title: '', reason: reason.trim(), change: null, incident: null, what: { ...what } } };
}
