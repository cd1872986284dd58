import type { IncidentId, RuleId } from '@fettle/shared/ids';
import { quantile } from '@fettle/shared/statistics/quantile';
import {
  type betweenFailures,
  type Failure,
  type Incident,
  timesOf,
  timesToAcknowledge,
  timesToResolve,
} from '../incidents/index.ts';
import type { Case } from '../people/index.ts';
import type { Spell } from '../services/index.ts';
import type { BasisBook } from './basis-book.ts';
import type { Ask } from './kind.ts';
import { type Between, within } from './between.ts';

/** Everything that the report says is reckoned from this. */
export interface IncidentFacts {
  readonly ask: Ask;
  readonly book: BasisBook;
  /** Those that were open at any time of the span or of the one before it. */
  readonly incidents: readonly Incident[];
  readonly rules: readonly RuleSums[];
  readonly devices: ReadonlyMap<string, string>;
  readonly services: readonly { readonly id: string; readonly name: string; readonly devices: ReadonlySet<string> }[];
  readonly mtbf: (span: {
    readonly from: number;
    readonly to: number;
  }) => ReturnType<typeof betweenFailures> & { readonly incidents: readonly string[] };
}

export type By = ReadonlyMap<IncidentId, Case['by']>;

/** What put each incident right. */
export function byOf(cases: readonly Case[]): By {
  return new Map(cases.map(({ id, by }) => [id, by]));
}

export const idsOf = (incidents: readonly Pick<Incident, 'id'>[]): IncidentId[] => incidents.map(({ id }) => id);
export const openedIn = (incidents: readonly Incident[], span: Between): Incident[] =>
  incidents.filter(({ openedAt }) => within(openedAt, span));
export const resolvedIn = (incidents: readonly Incident[], span: Between): Incident[] =>
  incidents.filter(({ resolvedAt }) => within(resolvedAt, span));
/** Open at a moment. */
export const openAt = (incidents: readonly Incident[], time: number): Incident[] =>
  incidents.filter(({ openedAt, resolvedAt }) => openedAt < time && (resolvedAt === null || resolvedAt >= time));

/** Some incidents over a span, in figures. */
export interface IncidentSums {
  readonly opened: readonly Incident[];
  readonly resolved: readonly Incident[];
  readonly acknowledge: ReturnType<typeof timesOf> & { readonly of: readonly IncidentId[] };
  readonly resolve: ReturnType<typeof timesOf> & { readonly of: readonly IncidentId[] };
}

export function sumsOf(incidents: readonly Incident[], span: Between): IncidentSums {
  const [acknowledged, resolved] = [timesToAcknowledge(incidents, span), timesToResolve(incidents, span)];
  return {
    opened: openedIn(incidents, span),
    resolved: resolvedIn(incidents, span),
    acknowledge: { ...timesOf(acknowledged), of: acknowledged.map(({ incident }) => incident) },
    resolve: { ...timesOf(resolved), of: resolved.map(({ incident }) => incident) },
  };
}

/** A rule that opens often what goes away by itself before anybody looks. */
export interface RuleSums {
  readonly rule: RuleId;
  readonly name: string;
  readonly opened: readonly Incident[];
  /** Of these: resolved by themselves, and by then nobody had acknowledged them. */
  readonly unseen: readonly Incident[];
  /** How long those were open that are resolved; ms, R-7. */
  readonly openP50: number | null;
  readonly noisy: boolean;
}

/** Noisy: opened ten times or more, nine of ten resolved by themselves unacknowledged, half of them within a quarter of an hour. */
export const noisy = { opened: 10, unseenPpm: 900_000, withinMs: 15 * 60_000 } as const;

/** By rule, most often first. */
export function rulesOf(opened: readonly Incident[], by: By): RuleSums[] {
  const groups = Map.groupBy(opened, ({ rule }) => rule);
  return [...groups]
    .map(([rule, own]) => {
      const unseen = own.filter(
        ({ id, acknowledgedAt, resolvedAt }) =>
          resolvedAt !== null && acknowledgedAt === null && by.get(id) === 'itself',
      );
      const took = own.flatMap(({ openedAt, resolvedAt }) => (resolvedAt === null ? [] : [resolvedAt - openedAt]));
      const median = quantile(took, 0.5);
      const openP50 = median === null ? null : Math.floor(median + 0.5);
      const isOften = own.length >= noisy.opened && unseen.length * 1_000_000 >= own.length * noisy.unseenPpm;
      return {
        rule,
        name: own.at(-1)?.ruleName ?? rule,
        opened: own,
        unseen,
        openP50,
        noisy: isOften && openP50 !== null && openP50 <= noisy.withinMs,
      };
    })
    .toSorted((a, b) => b.opened.length - a.opened.length || (a.rule < b.rule ? -1 : 1));
}

/** The same rule on the same device, three times or more. */
export interface Repeat {
  readonly rule: RuleId;
  readonly device: Incident['device'];
  readonly incidents: readonly Incident[];
}
export const repeatsFrom = 3;

/** Most often first. */
export function repeatsOf(opened: readonly Incident[]): Repeat[] {
  return [...Map.groupBy(opened, ({ rule, device }) => `${rule} ${device}`).values()]
    .filter((own) => own.length >= repeatsFrom)
    .flatMap((own) => (own[0] ? [{ rule: own[0].rule, device: own[0].device, incidents: own }] : []))
    .toSorted(
      (a, b) => b.incidents.length - a.incidents.length || (a.device < b.device ? -1 : 1) || (a.rule < b.rule ? -1 : 1),
    );
}

/** What a device failed by: it did not speak, or an incident was critical. */
export function failuresOf(spells: readonly Spell[]): Failure[] {
  return spells
    .filter(({ kind, severity }) => kind === 'away' || severity === 'critical')
    .map(({ device, kind, incident, from, to }) => ({
      unit: device,
      key: kind === 'away' ? 'away' : (incident ?? ''),
      from,
      to,
    }));
}
