/** The next root, from the one in force and what shall be different. */
import { FettleError } from '@fettle/shared/errors';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { fromBase64, keyId } from '@fettle/shared/trust/keys';
import { readRoot, roles, type RootStatement, type TrustRole } from '@fettle/shared/trust/statements';

/** A key of a person, as others paste it: `ann=<base64>`. */
export interface PublicLine {
  readonly person: string;
  readonly key: string;
}

export type RootChange =
  | {
      readonly kind: 'add';
      readonly who: PublicLine;
      readonly roles: readonly TrustRole[];
      readonly sites: readonly string[] | null;
      readonly until: number | null;
    }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'rotate'; readonly key: string; readonly to: string }
  | { readonly kind: 'threshold'; readonly role: TrustRole; readonly people: number }
  | { readonly kind: 'policy'; readonly policy: Partial<RootStatement['policy']> }
  | { readonly kind: 'collector'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: 'renew' };

const day = 86_400_000;
const lasts = 730 * day;

/** Reads `ann=<base64>`. @throws FettleError `config_invalid` */
export function publicLine(text: string): PublicLine {
  const [, person, key] = /^([^=]{1,64})=([A-Za-z0-9+/]{43}=)$/.exec(text.trim()) ?? [];
  if (person === undefined || key === undefined)
    throw new FettleError('config_invalid', `“${text}” is no public line. \`fettle key show\` prints it as NAME=KEY.`);
  return { person, key };
}

/** @throws TrustError `fields`, FettleError `not_found`, `input_invalid` */
export function changeRoot(current: RootStatement, changes: readonly RootChange[], now: number): RootStatement {
  const changed = changes.reduce(applied, current);
  return readRoot({
    ...changed,
    version: current.version + 1,
    previous: fingerprintOf(current),
    expires: Math.max(current.expires, now + lasts),
  });
}

function applied(root: RootStatement, change: RootChange): RootStatement {
  switch (change.kind) {
    case 'add':
      return added(root, change);
    case 'remove':
      return removed(root, known(root, change.key));
    case 'rotate':
      return rotated(root, known(root, change.key), change.to);
    case 'threshold':
      return withRole(root, change.role, (rule) => ({ ...rule, threshold: change.people }));
    case 'policy':
      return { ...root, policy: { ...root.policy, ...change.policy } };
    case 'collector':
      return {
        ...root,
        collectors: [...new Set([...root.collectors.filter((one) => !change.remove.includes(one)), ...change.add])],
      };
    case 'renew':
      break;
  }
  return root;
}

/** A key id, or a person's name where the person has one key. @throws FettleError `not_found`, `input_invalid` */
function known(root: RootStatement, wanted: string): string {
  if (Object.hasOwn(root.keys, wanted)) return wanted;
  const found = Object.entries(root.keys).filter(([, { person }]) => person === wanted);
  const [first] = found;
  if (first === undefined)
    throw new FettleError('not_found', `The trust root has no key ${wanted}. See \`fettle trust show\`.`);
  if (found.length > 1)
    throw new FettleError(
      'input_invalid',
      `${wanted} has ${found.length} keys. Give one of their ids: ${found.map(([id]) => id).join(', ')}.`,
    );
  return first[0];
}

function added(root: RootStatement, change: Extract<RootChange, { kind: 'add' }>): RootStatement {
  const { who, sites, until } = change;
  const id = keyId(fromBase64(who.key));
  if (Object.hasOwn(root.keys, id))
    throw new FettleError('input_invalid', `The trust root has this key already, as ${root.keys[id]?.person}.`);
  const bounds = { ...(sites === null ? {} : { sites }), ...(until === null ? {} : { until }) };
  const keys = { ...root.keys, [id]: { key: who.key, person: who.person, ...bounds } };
  return change.roles.reduce<RootStatement>(
    (before, role) => withRole(before, role, (rule) => ({ ...rule, keys: [...rule.keys, id] })),
    { ...root, keys },
  );
}

function removed(root: RootStatement, id: string): RootStatement {
  const { [id]: _gone, ...keys } = root.keys;
  return roles.reduce<RootStatement>(
    (before, role) => withRole(before, role, (rule) => ({ ...rule, keys: rule.keys.filter((one) => one !== id) })),
    { ...root, keys },
  );
}

/** The same person, the same roles and bounds, another key. */
function rotated(root: RootStatement, id: string, to: string): RootStatement {
  const next = keyId(fromBase64(to));
  const { [id]: before, ...others } = root.keys;
  if (before === undefined) throw new FettleError('not_found');
  if (Object.hasOwn(others, next)) throw new FettleError('input_invalid', 'The trust root has the new key already.');
  return roles.reduce<RootStatement>(
    (root_, role) =>
      withRole(root_, role, (rule) => ({ ...rule, keys: rule.keys.map((one) => (one === id ? next : one)) })),
    { ...root, keys: { ...others, [next]: { ...before, key: to } } },
  );
}

function withRole(
  root: RootStatement,
  role: TrustRole,
  change: (rule: RootStatement['roles'][TrustRole]) => RootStatement['roles'][TrustRole],
): RootStatement {
  return { ...root, roles: { ...root.roles, [role]: change(root.roles[role]) } };
}
