// pure
import type { Part } from '@fettle/shared/api/services';
import { counted } from '../../format/count.ts';

const outWhen: Readonly<Record<'away' | 'critical' | 'any', string>> = {
  away: 'out when they do not speak',
  critical: 'out when they do not speak or have a critical incident',
  any: 'out when they do not speak or have any incident',
};

/** Who its members are. */
export function membersWords({ of }: Pick<Part, 'of'>): string {
  if (of.kind === 'devices')
    return `${of.selector === '' ? 'all devices' : `devices with ${of.selector}`}, ${outWhen[of.counts]}`;
  if (of.kind === 'device') return `${counted(of.ids.length, 'device')}, ${outWhen[of.counts]}`;
  if (of.kind === 'service') return counted(of.ids.length, 'service');
  const where = of.selector === '' ? 'all devices' : `devices with ${of.selector}`;
  return `${where}, out while ${of.rule}${of.instance === undefined ? '' : ` on ${of.instance}`} is open`;
}

const needs = ({ need }: Pick<Part, 'need'>) =>
  need.kind === 'all' ? 'all of' : need.kind === 'any' ? 'any one of' : `at least ${need.count} of`;

/** What a part needs of its members, and what follows where it falls short. */
export const needWords = (part: Part): string =>
  `${needs(part)} ${membersWords(part)}; else ${part.impact === 'down' ? 'the service is down' : 'it is degraded'}`;
