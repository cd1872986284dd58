// pure
import type { Value } from '@fettle/shared/api/value';
import type { DeviceCost, Downtime, ScriptSaving, ServiceDevices, ValueFacts } from './facts.ts';
import {
  type Fraction,
  halfUp,
  minus,
  plus,
  share,
  sumOf,
  thousandths,
  times,
  toNumber,
  whole,
  zero,
} from './fraction.ts';
import { monthsIn } from './months.ts';
import { wording } from './words.ts';

const minutesAnHour = 60;
const hourMs = 3_600_000;

/**
 * What was saved and what it cost, each with its formula. Everything is reckoned exactly, and each amount is rounded by itself, half up, once:
 * so a sum may differ by a cent from the sum of its rounded lines.
 */
export function reckonValue(facts: ValueFacts): Value {
  const { from, to, settings, scripts, downtime, devices } = facts;
  const months = monthsIn(from, to, facts.zone);
  const words = wording(settings);
  const saved = sumOf(scripts.map((one) => savedBy(one, settings.hourlyRate)));
  const savedMinutes = sumOf(scripts.map(minutesBy));
  const lost = sumOf(downtime.map(costOf));
  const owned = sumOf(devices.map((one) => monthly(one, months)));
  const tool = toolCost(facts, months);
  const count = devices.length;
  const [savedAmount, toolAmount] = [halfUp(saved), halfUp(tool)];
  return {
    from,
    to,
    currency: settings.currency,
    saved: scripts.map((one) => savedLine(one, facts)),
    savedMinutes: toNumber(savedMinutes),
    savedAmount,
    downtime: downtime.map((one) => downtimeLine(one, facts)),
    downtimeAmount: halfUp(lost),
    devices: {
      count,
      amount: halfUp(owned),
      each: count === 0 ? null : halfUp(times(owned, share(1, count))),
      formula: devicesFormula(devices, months, words),
    },
    services: facts.services.map((one) => serviceLine(one, months, words)),
    tool: {
      amount: toolAmount,
      perDevice: count === 0 ? null : halfUp(times(tool, share(1, count))),
      formula: toolFormula(facts, months),
    },
    net: halfUp(minus(saved, tool)),
    netFormula: `${words.money(savedAmount)} saved − ${words.money(toolAmount)} for the tool itself`,
  };
}

const minutesBy = ({ runs, minutes }: ScriptSaving) => times(whole(runs.length), thousandths(minutes));
const savedBy = (one: ScriptSaving, hourlyRate: number) => times(minutesBy(one), share(hourlyRate, minutesAnHour));
const costOf = ({ ms, costPerHour }: Downtime) => times(whole(ms), share(costPerHour, hourMs));
const monthly = ({ perMonth }: Pick<DeviceCost, 'perMonth'>, months: Fraction) => times(whole(perMonth), months);

function savedLine(one: ScriptSaving, { settings }: ValueFacts): Value['saved'][number] {
  const { name, title, runs, minutes, assumed } = one;
  const { counted, number, money } = wording(settings);
  const rate = `${money(settings.hourlyRate)} an hour${settings.version === 0 ? ' (assumed)' : ''}`;
  return {
    id: `saved-${name}`,
    title,
    script: name,
    runs: runs.length,
    each: minutes,
    assumed,
    minutes: toNumber(minutesBy(one)),
    amount: halfUp(savedBy(one, settings.hourlyRate)),
    formula: `${counted(runs.length, 'run')} × ${number(minutes)} min${assumed ? ' (assumed)' : ''} × ${rate}`,
  };
}

function downtimeLine(one: Downtime, { settings }: ValueFacts): Value['downtime'][number] {
  const { service, name, ms, costPerHour, hours } = one;
  const { money, time } = wording(settings);
  const within = hours === null ? '' : ` in its hours (${hours})`;
  return {
    id: `downtime-${service}`,
    title: name,
    service,
    ms,
    minutes: ms / 60_000,
    amount: halfUp(costOf(one)),
    formula: `${ms === 0 ? 'no outage' : `${time(ms)} down`}${within} × ${money(costPerHour)} an hour`,
  };
}

type Words = ReturnType<typeof wording>;

function devicesFormula(devices: readonly DeviceCost[], months: Fraction, words: Words): string {
  if (devices.length === 0) return 'no devices';
  const groups = [...Map.groupBy(devices, ({ perMonth }) => perMonth)].toSorted(([a], [b]) => b - a);
  const said = groups.map(([perMonth, all]) => `${words.counted(all.length, 'device')} × ${words.money(perMonth)}`);
  return `(${said.join(' + ')}) a month × ${words.months(months)}`;
}

/** A device that several services use is shared by them evenly. */
function serviceLine(
  { service, name, devices }: ServiceDevices,
  months: Fraction,
  words: Words,
): Value['services'][number] {
  const amount = devices.reduce(
    (sum, { perMonth, shared }) => plus(sum, times(monthly({ perMonth }, months), share(1, shared))),
    zero,
  );
  const some = devices.filter(({ shared }) => shared > 1).length;
  const apart = some === 0 ? '' : `, ${words.counted(some, 'device')} of them shared with other services`;
  return {
    id: `service-${service}`,
    title: name,
    service,
    devices: devices.length,
    minutes: null,
    amount: halfUp(amount),
    formula: `what its ${words.counted(devices.length, 'device')} cost over ${words.months(months)}${apart}`,
  };
}

/** Of who sees some devices only their share. */
function toolCost({ settings, devices, devicesEverywhere }: ValueFacts, months: Fraction): Fraction {
  const { toolCostPerMonth, toolHoursPerMonth, hourlyRate } = settings;
  const perMonth = plus(whole(toolCostPerMonth), times(thousandths(toolHoursPerMonth), whole(hourlyRate)));
  const part = devicesEverywhere === 0 ? share(1, 1) : share(devices.length, devicesEverywhere);
  return times(perMonth, months, part);
}

function toolFormula({ settings, devices, devicesEverywhere }: ValueFacts, months: Fraction): string {
  const { money, number, months: over, counted } = wording(settings);
  const { toolCostPerMonth, toolHoursPerMonth, hourlyRate } = settings;
  const people = `${number(toolHoursPerMonth)} h × ${money(hourlyRate)} an hour`;
  const part =
    devices.length === devicesEverywhere
      ? ''
      : ` × ${number(devices.length)} of ${counted(devicesEverywhere, 'device')}`;
  return `(${money(toolCostPerMonth)} + ${people}) a month × ${over(months)}${part}`;
}
