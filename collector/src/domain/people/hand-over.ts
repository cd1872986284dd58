import { randomBytes } from 'node:crypto';
import type { HandOver } from '@fettle/shared/api/manpower';
import { FettleError } from '@fettle/shared/errors';
import { base32, type PersonId } from '@fettle/shared/ids';
import { type AccessStore, type Actor, allow, audited, personOf } from '../access/index.ts';
import { type Asked, doneItems, openItems } from './hand-over-open.ts';
import { requestItems, soonItems, underWayItems } from './hand-over-work.ts';
import { namesFor } from './names.ts';
import type { HandOverPorts } from './ports.ts';
import type { ManpowerStore } from './store.ts';
import { turnAround, turnEnding } from './turn-ending.ts';
import type { HandOverNote } from './types.ts';

const longestMs = 35 * 86_400_000;

export interface HandOverAsked {
  readonly roster?: string;
  readonly from?: number;
  readonly to?: number;
}

/**
 * For whoever takes over: what is open with what is next, what was done in the turn, what is under way, what comes soon, requests and notes.
 * @throws FettleError `not_allowed`, `not_found` (roster), `input_invalid`, `query_too_large`
 */
export async function getHandOver(
  ports: HandOverPorts & { readonly now: number },
  actor: Actor,
  asked: HandOverAsked,
): Promise<HandOver> {
  allow(actor, 'hand-over.read');
  return handOverOf(ports, actor, asked);
}

/** The same for a report, which was allowed by itself. */
export async function handOverOf(
  ports: HandOverPorts & { readonly now: number },
  actor: Actor,
  { roster, from, to }: HandOverAsked,
): Promise<HandOver> {
  const { now, work, people, manpower } = ports;
  const rota = roster === undefined ? null : ((await work.rotas()).find(({ id }) => id === roster) ?? null);
  if (roster !== undefined && rota === null) throw new FettleError('not_found');
  const ending = turnEnding(rota, now);
  const [begin, end] = [from ?? ending.from, to ?? ending.to];
  const isChosen = from !== undefined || to !== undefined;
  if (end <= begin) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (end - begin > longestMs) throw new FettleError('query_too_large', 'Ask for 35 days at most.');
  const { leaving, coming } = isChosen ? turnAround(rota, begin, end) : ending;
  const named = namesFor(await people.people(actor.scope), actor.scope);
  const asking: Asked = { scope: actor.scope, from: begin, to: end, now, named };
  const notes = await manpower.notes(actor.scope, begin, Math.max(end, now + 1));
  return {
    from: begin,
    to: end,
    roster: rota?.id ?? null,
    leaving: leaving && named(leaving),
    coming: coming && named(coming),
    open: await openItems(ports, asking),
    done: await doneItems(ports, asking),
    underWay: await underWayItems(ports, actor, asking),
    soon: await soonItems(ports, actor, asking),
    requests: await requestItems(ports, asking),
    notes: notes.map(({ id, time, by, byName, text }) => ({ id, time, by: { id: by, name: byName }, text })),
  };
}

const longestNote = 4_000;

/** Leaves something to those who come after. @throws FettleError `not_allowed`, `input_invalid` */
export async function addHandOverNote(
  {
    manpower,
    access,
    now,
  }: {
    readonly manpower: Pick<ManpowerStore, 'addNote'>;
    readonly access: Pick<AccessStore, 'person'>;
    readonly now: number;
  },
  actor: Actor,
  { text }: { readonly text: string },
): Promise<HandOverNote> {
  allow(actor, 'hand-over.note');
  const words = text.trim();
  if (words === '' || words.length > longestNote || /[^\P{C}\n\t]/u.test(words)) {
    throw new FettleError('input_invalid', `A note has 1 to ${longestNote} visible characters.`);
  }
  const person = await access.person(personOf(actor) as PersonId);
  if (!person) throw new FettleError('not_allowed', 'Notes are of people.');
  const note: HandOverNote = {
    id: `n${base32(randomBytes(10), 16)}`,
    time: now,
    by: person.id,
    byName: person.name,
    sites: actor.scope.sites,
    text: words,
  };
  await manpower.addNote(note, {
    events: [{ time: now, kind: 'hand-over.noted', device: null, site: null, detail: { note: note.id } }],
    audit: [audited(actor, now, 'people.add-hand-over-note', `hand-over-note:${note.id}`)],
  });
  return note;
}
