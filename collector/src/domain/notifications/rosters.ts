import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { type Actor, allow, audited } from '../access/index.ts';
import { isZone } from '../windows/index.ts';
import { type ChannelsContext, newId, type PeopleSource } from './context.ts';
import { allowEverywhere } from './put-channel.ts';
import { type Turn, turnsIn } from './turns.ts';
import type { Override, Roster } from './types.ts';

export type RosterInput = Omit<Roster, 'overrides'>;
type Context = ChannelsContext & PeopleSource;
const longestMs = 400 * 86_400_000;

/** All rosters, by id. @throws FettleError `not_allowed` */
export async function listRosters({ channels }: ChannelsContext, actor: Actor): Promise<Roster[]> {
  allow(actor, 'roster.read');
  return channels.rosters();
}

/** Who is on call when, in a span. @throws FettleError `not_allowed`, `not_found`, `input_invalid`, `query_too_large` */
export async function listTurns(
  { channels }: ChannelsContext,
  actor: Actor,
  { id, from, to }: { readonly id: string; readonly from: number; readonly to: number },
): Promise<Turn[]> {
  allow(actor, 'roster.read');
  if (to <= from) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (to - from > longestMs) throw new FettleError('query_too_large', 'Ask for 400 days at most.');
  return turnsIn(await named({ channels }, id), from, to);
}

/** Makes a roster, or changes it. @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile` */
export async function putRoster(context: Context, actor: Actor, input: RosterInput): Promise<void> {
  const { channels, now } = context;
  allowEverywhere(actor, 'roster.manage');
  const wrong = wrongRoster(input) ?? (await unknownPerson(context, input.people));
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const { id, version, name, zone, start, turn, people } = input;
  const answer = await channels.putRoster(
    { ...input, overrides: [], version: version + 1 },
    {
      events: [{ time: now, kind: 'roster.changed', device: null, site: null, detail: { roster: id } }],
      audit: [audited(actor, now, 'notifications.put-roster', `roster:${id}`, { name, zone, start, turn, people })],
    },
  );
  if (answer === 'changed_meanwhile') {
    throw new FettleError(answer, version === 0 ? `There is a roster ${id} already. Choose another id.` : undefined);
  }
}

/** @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function deleteRoster(
  { channels, now }: ChannelsContext,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allowEverywhere(actor, 'roster.manage');
  const answer = await channels.removeRoster(id, version, {
    events: [{ time: now, kind: 'roster.deleted', device: null, site: null, detail: { roster: id } }],
    audit: [audited(actor, now, 'notifications.delete-roster', `roster:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}

/** Somebody stands in for a time. @throws FettleError `not_allowed`, `not_found`, `input_invalid` */
export async function addOverride(
  context: Context,
  actor: Actor,
  { roster, ...input }: Omit<Override, 'id'> & { readonly roster: string },
): Promise<Override> {
  const { channels, now } = context;
  allowEverywhere(actor, 'roster.manage');
  const { person, from, to, reason } = input;
  if (to <= from) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (to <= now) throw new FettleError('input_invalid', 'This time is over already.');
  const unknown = await unknownPerson(context, [person]);
  if (unknown !== null) throw new FettleError('input_invalid', unknown);
  const override: Override = { id: newId('o'), person, from, to, reason };
  const answer = await channels.addOverride(roster, override, {
    events: [{ time: now, kind: 'roster.changed', device: null, site: null, detail: { roster } }],
    audit: [audited(actor, now, 'notifications.add-override', `roster:${roster}`, { ...override })],
  });
  if (answer === 'not_found') throw new FettleError(answer);
  return override;
}

/** @throws FettleError `not_allowed`, `not_found` */
export async function removeOverride(
  { channels, now }: ChannelsContext,
  actor: Actor,
  { roster, id }: { readonly roster: string; readonly id: string },
): Promise<void> {
  allowEverywhere(actor, 'roster.manage');
  const answer = await channels.removeOverride(roster, id, {
    events: [{ time: now, kind: 'roster.changed', device: null, site: null, detail: { roster } }],
    audit: [audited(actor, now, 'notifications.remove-override', `roster:${roster}`, { id })],
  });
  if (answer === 'not_found') throw new FettleError(answer);
}

async function named({ channels }: Pick<ChannelsContext, 'channels'>, id: string): Promise<Roster> {
  const roster = (await channels.rosters()).find((one) => one.id === id);
  if (roster === undefined) throw new FettleError('not_found');
  return roster;
}

function wrongRoster({ id, name, zone, start, people }: RosterInput): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return 'A roster’s id has small letters, digits and hyphens, at most 64.';
  if (name.trim() === '' || name.length > 128 || /\p{C}/u.test(name))
    return 'Its name has 1 to 128 visible characters.';
  if (!isZone(zone)) return `There is no time zone ${zone}. Write an IANA name such as Europe/Berlin.`;
  if (Number.isNaN(Date.parse(`${start}:00Z`)))
    return `start: ${start} is no local time. Write it as 2026-03-30T09:00.`;
  return people.length === 0 ? 'A roster has somebody in it.' : null;
}

async function unknownPerson({ access }: PeopleSource, ids: readonly PersonId[]): Promise<string | null> {
  for (const id of ids) {
    const person = await access.person(id);
    if (person === null) return `There is no person ${id}. See \`fettle person list\`.`;
    if (person.state === 'disabled') return `${person.name} is disabled.`;
  }
  return null;
}
