import type { WhatIfAnswer } from '@fettle/shared/api/capacity';
import { FettleError } from '@fettle/shared/errors';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { mean, median } from '@fettle/shared/statistics/quantile';
import { type Actor, allow, isAllowed } from '../access/index.ts';
import { type Device, selectedDevices } from '../devices/index.ts';
import type { CapacityPorts } from './context.ts';
import { seesLimits } from './list.ts';
import { busierDirection, seatsOf, subjectOfLimit } from './of-limits.ts';
import { forecastOf } from './forecast.ts';
import { shownAmount } from './remark.ts';
import { daysOfBusyHours } from './read-days.ts';
import type { Limit, Subject } from './types.ts';

type Line = WhatIfAnswer['lines'][number];

/** Days by which one of them is measured, and devices that are enough to know one. */
const lookedDays = 28;
const looked = 32;

/**
 * What is shared and has a limit, now and with so many more like these: seats of licences by how many of them take one, lines by what one of them
 * carries in its busy hour (the median of at most 32 of them).
 * @throws FettleError `not_allowed`, `input_invalid` (selector; or it fits nothing)
 */
export async function whatIf(
  ports: CapacityPorts,
  actor: Actor,
  { selector, more }: { readonly selector: string; readonly more: number },
): Promise<WhatIfAnswer> {
  allow(actor, 'capacity.read');
  const chosen = await selectedDevices({ store: ports.devices }, actor.scope, selector);
  const like = chosen.filter(({ state }) => state !== 'retired');
  if (like.length === 0)
    throw new FettleError('input_invalid', `No device fits ${selector}: there is nothing to be like.`);
  const sites = new Set(like.map(({ site }) => site));
  const limits = seesLimits(actor.scope) ? await ports.store.limits(actor.scope) : [];
  const concerned = limits.filter(({ site }) => site === null || sites.has(site));
  const traffic = concerned.some(({ kind }) => kind === 'link') ? await trafficOf(ports, like) : null;
  const lines: Line[] = [];
  for (const limit of concerned) {
    const subject = await subjectOfLimit(ports, limit);
    const each = limit.kind === 'link' ? traffic : await seatShare(ports, limit, like);
    if (subject && each !== null && each > 0) lines.push(lineOf(subject, each, more, ports.now));
  }
  // Money is for managers.
  const costs: ReadonlyMap<string, number> = isAllowed(actor, 'value.read') ? await ports.costs(like) : new Map();
  const known = like.flatMap(({ id }) => costs.get(id) ?? []);
  const each = median(known);
  return {
    like: like.length,
    lines: lines.toSorted((a, b) => b.after / b.limit - a.after / a.limit),
    cost: each === null ? null : Math.round(each) * more,
    remark: remarkOf(like.length, limits.length, lines, known.length),
  };
}

/** With so many more at once: the line stands higher by what they use, and grows on as before. */
function lineOf(subject: Subject, each: number, more: number, now: number): Line {
  const { id, title, unit, value, limit, days } = subject;
  const added = each * more;
  const before = forecastOf(subject, now);
  const moved = days.map((one) => ({ ...one, value: one.value + added }));
  const after = value + added;
  const later = after >= limit ? { fullAt: now } : forecastOf({ ...subject, value: after, days: moved }, now);
  const shown = (of: number) => shownAmount(of, unit);
  const words =
    after > limit
      ? `It would be ${shown(after - limit)} over its limit of ${shown(limit)}.`
      : `It would have ${shown(limit - after)} left of ${shown(limit)}.`;
  return {
    id,
    title,
    unit,
    each,
    before: value,
    after,
    limit,
    fullAtBefore: before.fullAt,
    fullAtAfter: later.fullAt,
    words,
  };
}

/** The share of them that takes a seat. */
async function seatShare(ports: CapacityPorts, limit: Limit, like: readonly Device[]): Promise<number> {
  const parsed = parseSelector(limit.selector);
  const fits = like.filter((one) => matches(parsed, one) && (limit.site === null || one.site === limit.site));
  if (limit.software === '' || fits.length === 0) return fits.length / like.length;
  const only = { devices: async () => fits, device: ports.devices.device };
  return (await seatsOf({ devices: only, inventory: ports.inventory }, limit)).length / like.length;
}

/** What one of them carries in its busy hour, without its loopback; the middle one of a few of them. */
async function trafficOf(ports: CapacityPorts, like: readonly Device[]): Promise<number | null> {
  const step = Math.ceil(like.length / looked);
  const each: number[] = [];
  for (const device of like.filter((_, place) => place % step === 0)) {
    const { times, values } = await busierDirection(ports, device, null, lookedDays);
    const days = daysOfBusyHours(times, values, ports.now).map(({ value }) => value);
    const usual = mean(days);
    if (usual !== null) each.push(usual);
  }
  return median(each);
}

function remarkOf(like: number, limits: number, lines: readonly Line[], costed: number): string {
  const said: string[] = [];
  if (limits === 0) said.push('No licence and no line has a limit yet: add one, and it is reckoned here.');
  else if (lines.length === 0) said.push('They use nothing of what has a limit.');
  if (like < 3) said.push(`Judged by ${like} only.`);
  if (costed === 0) said.push('What such a device costs is not set.');
  return said.join(' ');
}
