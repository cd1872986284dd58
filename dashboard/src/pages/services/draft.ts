// pure
import type { Part, PartMembers, Service, ServiceBody } from '@fettle/shared/api/services';
import { parseSelector } from '@fettle/shared/selector/parse';
import { FettleError } from '@fettle/shared/errors';
import { namedErrors } from '../../parts/named-errors.ts';

/** A part as it stands in the form; each kind keeps what was written while another one is tried. */
export interface PartDraft {
  readonly key: number;
  readonly name: string;
  readonly kind: PartMembers['kind'];
  readonly selector: string;
  readonly devices: readonly string[];
  readonly services: readonly string[];
  readonly rule: string;
  readonly instance: string;
  readonly counts: 'away' | 'critical' | 'any';
  readonly need: Part['need']['kind'];
  readonly count: string;
  readonly impact: Part['impact'];
}
export interface ServiceDraft {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly pointPerson: string;
  readonly criticality: ServiceBody['criticality'];
  readonly calendar: string;
  /** In whole units of the currency: `450`, `450.50`; empty: not reckoned. */
  readonly cost: string;
  readonly site: string;
  readonly parts: readonly PartDraft[];
}

export function newPart(key: number): PartDraft {
  return {
    key,
    name: '',
    kind: 'devices',
    selector: '',
    devices: [],
    services: [],
    rule: '',
    instance: '',
    counts: 'critical',
    need: 'all',
    count: '1',
    impact: 'down',
  };
}

export const newService: ServiceDraft = {
  id: '',
  name: '',
  description: '',
  owner: '',
  pointPerson: '',
  criticality: 'important',
  calendar: '',
  cost: '',
  site: '',
  parts: [newPart(0)],
};

function partDraft({ name, of, need, impact }: Part, key: number): PartDraft {
  const bare = { ...newPart(key), name, kind: of.kind, need: need.kind, impact };
  const counted = need.kind === 'at-least' ? { ...bare, count: String(need.count) } : bare;
  if (of.kind === 'devices') return { ...counted, selector: of.selector, counts: of.counts };
  if (of.kind === 'device') return { ...counted, devices: of.ids, counts: of.counts };
  if (of.kind === 'service') return { ...counted, services: of.ids };
  return { ...counted, rule: of.rule, selector: of.selector, instance: of.instance ?? '' };
}

export function serviceDraft(service: Service): ServiceDraft {
  const { id, name, description, owner, pointPerson, criticality, calendar, costPerHour, site, parts } = service;
  return {
    id,
    name,
    description,
    owner: owner ?? '',
    pointPerson: pointPerson ?? '',
    criticality,
    calendar: calendar ?? '',
    cost: costPerHour === null ? '' : costText(costPerHour),
    site: site ?? '',
    parts: parts.map(partDraft),
  };
}

const costText = (minor: number) => (minor % 100 === 0 ? String(minor / 100) : (minor / 100).toFixed(2));

/** Minor units of `450` or `450.50`; null when it is none. Whole numbers all the way. */
export function minorOf(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

function membersOf(part: PartDraft): PartMembers {
  const { kind, selector, devices, services, rule, instance, counts } = part;
  if (kind === 'devices') return { kind, selector: selector.trim(), counts };
  if (kind === 'device') return { kind, ids: [...devices], counts };
  if (kind === 'service') return { kind, ids: [...services] };
  return { kind, rule, selector: selector.trim(), ...(instance.trim() === '' ? {} : { instance: instance.trim() }) };
}

function partErrors(part: PartDraft, at: number): [string, string][] {
  const path = (name: string) => `parts.${at}.${name}`;
  const found: [string, string][] = [];
  if (part.name.trim() === '') found.push([path('name'), 'Give the part a name: databases, way to the internet.']);
  if (part.kind === 'device' && part.devices.length === 0) found.push([path('devices'), 'Choose at least one device.']);
  if (part.kind === 'service' && part.services.length === 0)
    found.push([path('services'), 'Choose at least one service.']);
  if (part.kind === 'check' && part.rule === '') found.push([path('rule'), 'Choose the rule whose incidents count.']);
  if (part.need === 'at-least' && !/^[1-9]\d{0,3}$/.test(part.count))
    found.push([path('count'), 'A whole number from 1.']);
  if (part.kind === 'devices' || part.kind === 'check') {
    try {
      parseSelector(part.selector);
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      found.push([path('selector'), error.message]);
    }
  }
  return found;
}

/** The service that a form says, with what is wrong with it by field. */
export function readServiceDraft(draft: ServiceDraft): {
  readonly errors: ReadonlyMap<string, string>;
  readonly body: ServiceBody | undefined;
} {
  const errors = new Map([...namedErrors(draft), ...draft.parts.flatMap(partErrors)]);
  const cost = draft.cost.trim() === '' ? null : minorOf(draft.cost);
  if (cost === null && draft.cost.trim() !== '') errors.set('cost', 'An amount such as 450 or 450.50.');
  if (draft.parts.length === 0) errors.set('parts', 'A service is made of at least one part.');
  if (errors.size > 0) return { errors, body: undefined };
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    errors,
    body: {
      name: draft.name.trim(),
      description: draft.description.trim(),
      owner: orNull(draft.owner),
      pointPerson: orNull(draft.pointPerson),
      criticality: draft.criticality,
      calendar: orNull(draft.calendar),
      costPerHour: cost,
      site: orNull(draft.site),
      parts: draft.parts.map((part) => ({
        name: part.name.trim(),
        of: membersOf(part),
        need: part.need === 'at-least' ? { kind: 'at-least', count: Number(part.count) } : { kind: part.need },
        impact: part.impact,
      })),
    },
  };
}
