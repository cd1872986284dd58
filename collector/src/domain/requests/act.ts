import type { RequestAct } from '@fettle/shared/api/requests';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, personOf, systemActor } from '../access/index.ts';
import { removeDraft } from '../orders/index.ts';
import { composeOrder, hindrances } from './compose-order.ts';
import { draftIdOf, nameOf, type RequestEventKind, requestNote, type RequestPorts, withEntry } from './context.ts';
import { barOf } from './deeds.ts';
import { findRequest } from './find.ts';
import { isJudgement, isOver, mayNow, needsWords, type RequestDeed } from './moves.ts';
import { openIncident } from './open-incident.ts';
import { lines } from './texts.ts';
import type { Named, Request } from './types.ts';

export interface RequestActInput extends RequestAct {
  readonly id: string;
}

/**
 * Does one deed. Approved it is by somebody else than who asked; with a script its order is then composed, and waits for the signature of
 * an operator.
 * @throws FettleError `not_allowed`, `not_found`, `own_request`, `request_state`, `changed_meanwhile`, `input_invalid`
 */
export async function actOnRequest(ports: RequestPorts, actor: Actor, input: RequestActInput): Promise<Request> {
  const { act, version } = input;
  const request = await findRequest(ports, actor, input.id);
  const bar = barOf(actor, request, act);
  if (bar !== null) throw new FettleError(bar, bar === 'not_allowed' ? whyNot(request, act) : undefined);
  if (request.version !== version) throw new FettleError('changed_meanwhile');
  if (!mayNow(act, request)) {
    throw new FettleError('request_state', `A request that is ${request.state} cannot be told to ${act}.`);
  }
  const note = lines(input.note, 'A note', 2_000);
  if (needsWords.has(act) && note === '') {
    throw new FettleError('input_invalid', 'Say it in a note: whoever asked reads nothing else.');
  }
  const by = await nameOf(ports, actor);
  if (act === 'approve') return approve(ports, actor, request, { by, note });
  if (act === 'open-incident') return openIncident(ports, actor, request, { by, note });
  const after = await done(ports, actor, request, { act, by, note });
  if (isOver(after.state)) await dropDraft(ports, request);
  return after;
}

function whyNot({ approval }: Request, act: RequestDeed): string {
  if (!isJudgement(act)) return `To ${act} it takes a person with the role technician or above.`;
  const role = approval === 'manager' ? 'manager' : 'technician';
  return `It is decided by a person who signed in, with the role ${role} or above; an API token never does.`;
}

interface Said {
  readonly by: Named;
  readonly note: string;
}

const withNote = (words: string, note: string) => (note === '' ? `${words}.` : `${words}: ${note}`);

async function approve(ports: RequestPorts, actor: Actor, request: Request, { by, note }: Said): Promise<Request> {
  const [problem] = await hindrances(ports, actor, request);
  if (problem !== undefined) throw new FettleError('input_invalid', `No order can be composed for it: ${problem}`);
  const { now } = ports;
  const after = withEntry(
    request,
    { time: now, actor: by, words: withNote('Approved', note) },
    {
      state: 'approved',
      decidedBy: by,
      decidedAt: now,
      draft: request.script === null ? null : draftIdOf(request.id),
    },
  );
  await write(ports, actor, after, { kind: 'request.decided', act: 'approve' });
  return composeOrder(ports, actor, after);
}

const words: Readonly<Record<Exclude<RequestDeed, 'approve' | 'open-incident'>, string>> = {
  refuse: 'Refused',
  cancel: 'Taken back',
  own: 'Taken on',
  finish: 'Done',
  fail: 'Could not be done',
  note: 'Note',
};

async function done(
  ports: RequestPorts,
  actor: Actor,
  request: Request,
  { act, by, note }: Said & { readonly act: keyof typeof words },
): Promise<Request> {
  const { now } = ports;
  const entry = { time: now, actor: by, words: act === 'note' ? note : withNote(words[act], note) };
  const ended = { endedAt: now, outcome: note === '' ? `${words[act]} by ${by.name}.` : note };
  const changes: Readonly<Record<keyof typeof words, Partial<Request>>> = {
    refuse: { ...ended, state: 'refused', decidedBy: by, decidedAt: now },
    cancel: { ...ended, state: 'cancelled' },
    own: { owner: personOf(actor) },
    finish: { ...ended, state: 'done' },
    fail: { ...ended, state: 'failed' },
    note: {},
  };
  const after = withEntry(request, entry, changes[act]);
  const kind = isOver(after.state) && !isOver(request.state) ? 'request.ended' : 'request.changed';
  await write(ports, actor, after, { kind, act });
  return after;
}

async function write(
  { requests, now }: RequestPorts,
  actor: Actor,
  after: Request,
  { kind, act }: { readonly kind: RequestEventKind; readonly act: RequestDeed },
): Promise<void> {
  const answer = await requests.change(after, requestNote(actor, now, kind, after, act));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
}

/** Nobody is to sign what is over. One that was signed or removed meanwhile is gone already. */
export async function dropDraft({ orders }: RequestPorts, { draft }: Request): Promise<void> {
  const found = draft === null ? null : await orders.orders.draft(draft);
  if (!found) return;
  try {
    await removeDraft(orders, systemActor('requests'), { id: found.id, version: found.version });
  } catch (error) {
    if (!(error instanceof FettleError) || !['not_found', 'changed_meanwhile'].includes(error.code)) throw error;
  }
}
