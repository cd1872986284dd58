// pure
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { PersonId } from '@fettle/shared/ids';
import type { Person } from '../../access/index.ts';
import { turnAt } from '../turns.ts';
import type { Channel, Target, Way } from '../types.ts';
import type { Matter, Recipient, World } from './matter.ts';
import { desktop } from './route.ts';

interface Found {
  readonly recipients: readonly Recipient[];
  /** Why somebody is not told, in words. */
  readonly missing: readonly string[];
}
type Place = Omit<Recipient, 'route' | 'step'>;

/** Where the steps that are due lead; each place once. Where they lead nowhere, the dashboard tells it. */
export function recipientsOf(matter: Matter, world: World): Found {
  const recipients = new Map<string, Recipient>();
  const missing = new Set<string>();
  for (const { route, step, round } of matter.steps) {
    for (const target of route.steps[step]?.targets ?? []) {
      const { places, why } = placesOf(target, matter, world);
      if (why !== null) missing.add(why);
      for (const place of places) {
        const key = `${place.channel} ${place.target}`;
        if (!recipients.has(key)) {
          recipients.set(key, { ...place, route: route.id, step: { number: step + 1, round } });
        }
      }
    }
  }
  const [first] = matter.steps;
  if (recipients.size === 0 && first !== undefined) {
    const step = { number: first.step + 1, round: first.round };
    recipients.set('', { ...inDashboard, person: null, zone: 'UTC', route: first.route.id, step });
  }
  return { recipients: [...recipients.values()], missing: [...missing] };
}

/** Who was told that it opened, by routes that tell the end. */
export function toldBefore({ thread, routes }: Matter, { person }: World): Found {
  const silent = new Set(routes.filter(({ resolved }) => !resolved).map(({ id }) => id));
  const recipients = thread.told
    .filter(({ route }) => !silent.has(route))
    .map((told) => ({
      ...told,
      others: [],
      zone: (told.person === null ? null : person(told.person)?.zone) ?? 'UTC',
      step: null,
    }));
  return { recipients, missing: recipients.length === 0 ? ['no route tells its end'] : [] };
}

function placesOf(target: Target, matter: Matter, world: World): { places: Place[]; why: string | null } {
  if (target.kind === 'channel') return placeOfChannel(target.id, world);
  if (target.kind === 'person') return placeOfPerson(target.id as PersonId, matter, world);
  const ids = target.kind === 'team' ? members(target.id, world) : onCall(target.id, world);
  if (typeof ids === 'string') return { places: [], why: ids };
  const found = ids.map((id) => placeOfPerson(id, matter, world));
  return { places: found.flatMap(({ places }) => places), why: found.find(({ why }) => why !== null)?.why ?? null };
}

function members(id: string, { teams }: World): readonly PersonId[] | string {
  const team = teams.find((one) => one.id === id);
  if (team === undefined) return `there is no team ${id}`;
  return team.members.length > 0 ? team.members : `nobody is in the team ${team.name}`;
}

function onCall(id: string, { rosters, now }: World): readonly PersonId[] | string {
  const roster = rosters.find((one) => one.id === id);
  if (roster === undefined) return `there is no roster ${id}`;
  const turn = turnAt(roster, now);
  return turn === null ? `nobody is on call by ${roster.name} yet` : [turn.person];
}

function placeOfChannel(id: string, { channels }: World): { places: Place[]; why: string | null } {
  if (id === desktop) return { places: [{ ...inDashboard, person: null, zone: 'UTC' }], why: null };
  const channel = channels.find((one) => one.id === id);
  if (channel === undefined) return { places: [], why: `there is no channel ${id}` };
  if (!channel.enabled) return { places: [], why: `channel ${id} is switched off` };
  const target = ownTarget(channel);
  if (target === null) return { places: [], why: `channel ${id} has no address of its own` };
  return { places: [{ channel: id, target, person: null, others: [], zone: 'UTC' }], why: null };
}

const inDashboard = { channel: desktop, target: 'who is signed in', others: [] } as const;

/** Where a channel leads by itself; null: only to people with an address. */
export function ownTarget({ name, to }: Channel): string | null {
  if (to.kind !== 'email') return name;
  return to.to !== undefined && to.to.length > 0 ? to.to.join(', ') : null;
}

function placeOfPerson(id: PersonId, matter: Matter, world: World): { places: Place[]; why: string | null } {
  const person = world.person(id);
  if (person === null) return { places: [], why: `there is no person ${id}` };
  if (person.state !== 'active') return { places: [], why: `${person.name} is not active` };
  if (!sees(person, matter)) return { places: [], why: `${person.name} may not see this device` };
  const { zone } = person;
  const [first, ...others] = waysOf(person, world);
  if (first === undefined) {
    const place = { ...inDashboard, person: null, zone };
    return { places: [place], why: `${person.name} has no way that works: the dashboard tells it` };
  }
  return { places: [{ ...first, person: id, others, zone }], why: null };
}

function sees({ sites, selector }: Person, { device }: Matter): boolean {
  return (sites === 'all' || sites.includes(device.site)) && matches(parseSelector(selector), device);
}

/** A person's ways in their order, without those that lead nowhere. */
export function waysOf({ contacts, name }: Person, { channels }: Pick<World, 'channels'>): Way[] {
  const on = channels.filter(({ enabled }) => enabled);
  return contacts.flatMap((way) => {
    if (way.kind === 'channel') {
      return on.some(({ id }) => id === way.channel) ? [{ channel: way.channel, target: name }] : [];
    }
    const mail = on.find(({ to }) => to.kind === 'email');
    return mail === undefined ? [] : [{ channel: mail.id, target: way.address }];
  });
}
