// pure
/** What a trust root says, and what another one says differently. */
import type { RootStatement, TrustRole } from '@fettle/shared/trust/statements';
import { clean, type Paper, plural, type Section } from './paper.ts';
import { timeWords } from './time.ts';

const roleWords: Readonly<Record<TrustRole, string>> = {
  admin: 'may change this trust root and revoke',
  approver: 'may sign second, for dangerous orders and standing orders',
  enroller: 'may let devices in and say where they belong',
  operator: 'may sign orders',
  publisher: 'may publish scripts',
};

/** `key k… of ann (only at berlin; until …)` */
function keyWords(root: RootStatement, id: string, zone: string): string {
  const entry = root.keys[id];
  if (entry === undefined) return `key ${id}, which is not listed`;
  const bounds = [
    ...(entry.sites ? [`only at ${entry.sites.map((one) => clean(one, 64)).join(', ')}`] : []),
    ...(entry.until ? [`until ${timeWords(entry.until, zone)}`] : []),
  ];
  return `key ${id} of ${clean(entry.person, 64)}${bounds.length === 0 ? '' : ` (${bounds.join('; ')})`}`;
}

const names = (root: RootStatement, ids: readonly string[]) => [
  ...new Set(ids.map((id) => clean(root.keys[id]?.person ?? id, 64))),
];

function roleLine(root: RootStatement, role: TrustRole): string {
  const { keys, threshold } = root.roles[role];
  if (keys.length === 0) return `${role}: nobody`;
  return `${role}: ${threshold} of ${names(root, keys).join(', ')} (${roleWords[role]})`;
}

const roleNames = ['admin', 'operator', 'approver', 'publisher', 'enroller'] as const;

/** All that a root says. */
export function rootLines(root: RootStatement, zone: string): string[] {
  const { policy, collectors } = root;
  return [
    `Version ${root.version}, until ${timeWords(root.expires, zone)}`,
    ...Object.keys(root.keys).map((id) => `Has the ${keyWords(root, id, zone)}`),
    ...roleNames.map((role) => roleLine(root, role)),
    policy.solo
      ? 'One person decides alone; dangerous orders then wait 10 minutes.'
      : 'Dangerous orders and standing orders need two people.',
    `Freshness lasts ${plural(policy.freshness, 'day')}; more than ${plural(policy.bulk, 'target')} make an order dangerous.`,
    `${plural(collectors.length, 'collector')} may prove themselves with it.`,
  ];
}

/** What the second says differently from the first, each in one sentence; who gains or loses power comes first. */
export function rootChanges(before: RootStatement, after: RootStatement, zone: string): string[] {
  const [old, fresh] = [Object.keys(before.keys), Object.keys(after.keys)];
  const boundsOf = (root: RootStatement, id: string) => keyWords(root, id, zone);
  return [
    ...fresh.filter((id) => !old.includes(id)).map((id) => `Adds the ${boundsOf(after, id)}.`),
    ...old.filter((id) => !fresh.includes(id)).map((id) => `Removes the ${boundsOf(before, id)}.`),
    ...fresh
      .filter((id) => old.includes(id) && boundsOf(before, id) !== boundsOf(after, id))
      .map((id) => `Changes the ${boundsOf(before, id)} to ${boundsOf(after, id)}.`),
    ...roleNames.flatMap((role) => roleChanges(before, after, role)),
    ...policyChanges(before.policy, after.policy),
    ...collectorChanges(before, after),
    ...(before.tenant === after.tenant ? [] : ['Is of another tenant: it cannot follow.']),
    ...(before.expires === after.expires
      ? []
      : [`Lasts until ${timeWords(after.expires, zone)} (so far ${timeWords(before.expires, zone)}).`]),
  ];
}

function roleChanges(before: RootStatement, after: RootStatement, role: TrustRole): string[] {
  const [old, fresh] = [before.roles[role], after.roles[role]];
  const gained = fresh.keys.filter((id) => !old.keys.includes(id));
  const lost = old.keys.filter((id) => !fresh.keys.includes(id));
  return [
    ...gained.map(
      (id) => `${clean(after.keys[id]?.person ?? id, 64)} with key ${id} becomes ${role}: ${roleWords[role]}.`,
    ),
    ...lost.map((id) => `${clean(before.keys[id]?.person ?? id, 64)} with key ${id} is no ${role} any more.`),
    ...(old.threshold === fresh.threshold
      ? []
      : [`So many of role ${role} must sign: ${fresh.threshold} (so far ${old.threshold}).`]),
  ];
}

function policyChanges(old: RootStatement['policy'], fresh: RootStatement['policy']): string[] {
  return [
    ...(old.solo === fresh.solo
      ? []
      : [fresh.solo ? 'One person decides alone from now on.' : 'Dangerous orders need two people from now on.']),
    ...(old.freshness === fresh.freshness
      ? []
      : [`Freshness lasts ${plural(fresh.freshness, 'day')} (so far ${old.freshness}).`]),
    ...(old.bulk === fresh.bulk
      ? []
      : [`More than ${plural(fresh.bulk, 'target')} make an order dangerous (so far ${old.bulk}).`]),
  ];
}

function collectorChanges(before: RootStatement, after: RootStatement): string[] {
  const added = after.collectors.filter((one) => !before.collectors.includes(one));
  const gone = before.collectors.filter((one) => !after.collectors.includes(one));
  return [
    ...added.map((key) => `Collector ${key} may prove itself.`),
    ...gone.map((key) => `Collector ${key} may prove itself no more.`),
  ];
}

export function rootPaper(
  before: RootStatement | null,
  after: RootStatement,
  fingerprint: string,
  zone: string,
): Paper {
  const told: Section =
    before === null
      ? {
          head: 'A first trust root: whoever signs it says that these people may do this',
          lines: rootLines(after, zone),
        }
      : { head: `What differs from version ${before.version}, in force`, lines: rootChanges(before, after, zone) };
  const whole: Section[] = before === null ? [] : [{ head: 'All that it says', lines: rootLines(after, zone) }];
  return {
    title: `Trust root, version ${after.version}`,
    sections: [told, ...whole, { head: 'Fingerprint, for comparing by voice', lines: [fingerprint] }],
    count: null,
  };
}
