// pure
import type { DraftStep, OrderDraftBody } from '@fettle/shared/api/orders';
import { durationText, readDuration } from '../../format/duration.ts';
import { localOf, utcOf } from '../../format/zoned.ts';
import { type Known, newStep, readStep, type StepDraft, stepDraft } from './step-draft.ts';

export type Order = Extract<OrderDraftBody['what'], { kind: 'order' }>;

/** An order as it stands in the form. */
export interface PushDraft {
  readonly kind: 'script' | 'unit-restart' | 'reboot';
  readonly steps: readonly StepDraft[];
  readonly unit: string;
  readonly notice: string;
  readonly who: 'selector' | 'devices';
  readonly selector: string;
  readonly devices: readonly string[];
  readonly begins: 'now' | 'at';
  /** `2026-11-29T22:00`, the browser's zone. */
  readonly at: string;
  readonly expires: string;
  readonly inRings: boolean;
  readonly first: string;
  /** Per cent. */
  readonly share: string;
  readonly haltAt: string;
  readonly wait: string;
  readonly reason: string;
  readonly change: string | null;
  readonly incident: string | null;
}

const usualRings = { inRings: true, first: '1', share: '10', haltAt: '5', wait: '10 min' };

/** A new order, with what the address says already: script, devices or selector, incident, change, reason. */
export function newPush(query: URLSearchParams, now: number, zone: string): PushDraft {
  const devices = (query.get('devices') ?? '').split(',').filter((one) => /^[A-Za-z0-9._~-]{1,64}$/.test(one));
  const values = [...query].flatMap(([name, value]) => (name.startsWith('p.') ? [[name.slice(2), value]] : []));
  return {
    kind: 'script',
    steps: [{ ...newStep(query.get('script') ?? ''), values: Object.fromEntries(values) as StepDraft['values'] }],
    unit: '',
    notice: '5 min',
    who: devices.length > 0 ? 'devices' : 'selector',
    selector: query.get('selector') ?? '',
    devices,
    begins: 'now',
    at: localOf(now + 3_600_000, zone),
    expires: '8 h',
    ...usualRings,
    inRings: devices.length !== 1,
    reason: query.get('reason') ?? '',
    change: query.get('change'),
    incident: query.get('incident'),
  };
}

const percent = (share: number) => String(Math.round(share * 1_000) / 10);

/** The form of a draft that is kept. */
export function pushDraft(body: OrderDraftBody, what: Order, zone: string): PushDraft {
  const { action, targets, notBefore, expiresInMs, rings: kept } = what;
  return {
    ...newPush(new URLSearchParams(), notBefore ?? 0, zone),
    kind: action.kind,
    steps: action.kind === 'script' ? action.steps.map(stepDraft) : [newStep()],
    unit: action.kind === 'unit-restart' ? action.unit : '',
    notice: action.kind === 'reboot' ? durationText(action.notice * 1_000) : '5 min',
    who: targets.kind,
    selector: targets.kind === 'selector' ? targets.selector : '',
    devices: targets.kind === 'devices' ? targets.devices : [],
    begins: notBefore === null ? 'now' : 'at',
    at: notBefore === null ? '' : localOf(notBefore, zone),
    expires: durationText(expiresInMs),
    ...(kept
      ? {
          inRings: true,
          first: String(kept.first),
          share: percent(kept.share),
          haltAt: percent(kept.haltAt),
          wait: durationText(kept.waitMs),
        }
      : { inRings: false }),
    reason: body.reason,
    change: body.change,
    incident: body.incident,
  };
}

export interface ReadPush {
  /** By field; of steps `steps.<place>.<field>`. */
  readonly errors: ReadonlyMap<string, string>;
  readonly body: OrderDraftBody | undefined;
}

function readNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text.replace('%', '').trim());
  return text.trim() === '' || Number.isNaN(value) || value < least || value > most ? undefined : value;
}

function actionOf(draft: PushDraft, known: Known, errors: Map<string, string>): Order['action'] | undefined {
  if (draft.kind === 'unit-restart') {
    if (!/^[\p{L}\p{N}@._:\\-]{1,256}$/u.test(draft.unit)) errors.set('unit', 'The name of a service: nginx.service');
    return { kind: 'unit-restart', unit: draft.unit };
  }
  if (draft.kind === 'reboot') {
    const notice = readDuration(draft.notice);
    if (notice === null || notice > 86_400_000) errors.set('notice', 'At most a day: 0, 5 min, 1 h');
    return { kind: 'reboot', notice: Math.round((notice ?? 0) / 1_000) };
  }
  const steps: DraftStep[] = [];
  for (const [place, one] of draft.steps.entries()) {
    const read = readStep(one, place, known);
    for (const [field, words] of read.errors) errors.set(`steps.${place}.${field}`, words);
    if (read.step) steps.push(read.step);
  }
  return steps.length === draft.steps.length ? { kind: 'script', steps } : undefined;
}

function ringsOf(draft: PushDraft, errors: Map<string, string>): Order['rings'] {
  if (!draft.inRings) return null;
  const first = readNumber(draft.first, 1, 1_000);
  const share = readNumber(draft.share, 0, 100);
  const haltAt = readNumber(draft.haltAt, 0, 100);
  const waitMs = readDuration(draft.wait);
  if (first === undefined || !Number.isInteger(first)) errors.set('first', 'A whole number from 1.');
  if (share === undefined) errors.set('share', 'From 0 to 100 %.');
  if (haltAt === undefined) errors.set('haltAt', 'From 0 to 100 %.');
  if (waitMs === null || waitMs > 7 * 86_400_000) errors.set('wait', 'At most 7 days: 10 min, 2 h');
  return { first: first ?? 1, share: (share ?? 0) / 100, haltAt: (haltAt ?? 0) / 100, waitMs: waitMs ?? 0 };
}

/** The order that a form says, with what is wrong with it by field. */
export function readPush(draft: PushDraft, known: Known, zone: string): ReadPush {
  const errors = new Map<string, string>();
  const action = actionOf(draft, known, errors);
  const rings = ringsOf(draft, errors);
  const expiresInMs = readDuration(draft.expires) ?? 0;
  const notBefore = draft.begins === 'now' ? null : utcOf(draft.at, zone);
  if (draft.who === 'devices' && draft.devices.length === 0) errors.set('devices', 'Choose at least one device.');
  if (Number.isNaN(notBefore)) errors.set('at', 'Choose a day and a time.');
  if (expiresInMs < 60_000 || expiresInMs > 30 * 86_400_000)
    errors.set('expires', 'From a minute to 30 days: 8 h, 2 d.');
  if (draft.reason.trim() === '') errors.set('reason', 'Say why: it is signed, and shown at these machines.');
  if (errors.size > 0 || !action) return { errors, body: undefined };
  const targets: Order['targets'] =
    draft.who === 'devices'
      ? { kind: 'devices', devices: [...draft.devices] }
      : { kind: 'selector', selector: draft.selector.trim() };
  return {
    errors,
    body: {
      title: '',
      reason: draft.reason.trim(),
      change: draft.change,
      incident: draft.incident,
      what: { kind: 'order', action, targets, notBefore, expiresInMs, rings },
    },
  };
}
