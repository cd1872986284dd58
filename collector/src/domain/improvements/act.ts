import type { ImprovementAct } from '@fettle/shared/api/improvements';
import { FettleError } from '@fettle/shared/errors';
import type { Static } from 'typebox';
import { type Actor, allow, systemActor } from '../access/index.ts';
import { type ImprovementPorts, scopeOf } from './context.ts';
import { judgedAfterMs, verdictOf } from './judge.ts';
import { measureOver } from './measure.ts';
import { findImprovement, write } from './put.ts';
import type { Improvement, ImprovementState } from './types.ts';

type Act = Static<typeof ImprovementAct>['act'];

/** Where each act may begin, and where it leads; null: it changes no state. */
const moves: Readonly<
  Record<Act, { readonly from: readonly ImprovementState[]; readonly to: ImprovementState | null }>
> = {
  begin: { from: ['open'], to: 'under-way' },
  finish: { from: ['open', 'under-way'], to: 'done' },
  reopen: { from: ['done', 'kept', 'no-better', 'dropped'], to: 'open' },
  drop: { from: ['open', 'under-way'], to: 'dropped' },
  measure: { from: ['open', 'under-way', 'done', 'kept', 'no-better'], to: null },
};

export const actsOf = ({ state, measure }: Pick<Improvement, 'state' | 'measure'>): Act[] =>
  (Object.keys(moves) as Act[]).filter(
    (act) => moves[act].from.includes(state) && (act !== 'measure' || measure !== null),
  );

export interface ImprovementActInput {
  readonly id: number;
  readonly act: Act;
  readonly version: number;
}

/** @throws FettleError `input_invalid`, `not_found`, `changed_meanwhile`, `not_allowed` */
export async function actOnImprovement(
  ports: ImprovementPorts,
  actor: Actor,
  { id, act, version }: ImprovementActInput,
): Promise<Improvement> {
  allow(actor, 'improvement.change');
  const before = await findImprovement(ports, actor, id);
  if (before.version !== version) throw new FettleError('changed_meanwhile');
  if (!actsOf(before).includes(act)) {
    throw new FettleError('input_invalid', `An improvement that is ${before.state} cannot be told to ${act}.`);
  }
  const { to } = moves[act];
  const after: Improvement =
    to === null
      ? await measured(ports, before)
      : {
          ...before,
          state: to,
          doneAt: to === 'done' ? ports.now : to === 'open' ? null : before.doneAt,
          ...(to === 'open' && { now: null }),
        };
  const next = { ...after, version: version + 1 };
  await write(ports, actor, next, act);
  return next;
}

/**
 * Measured again: of one that is done the time since then, at most 30 days of it, and when these are over it is judged; of another the
 * days before now, as many as its baseline has.
 */
async function measured(ports: ImprovementPorts, one: Improvement): Promise<Improvement> {
  const { measure, doneAt, baselineDays } = one;
  if (measure === null) return one;
  const { now } = ports;
  const from = doneAt ?? now - baselineDays * 86_400_000;
  const to = doneAt === null ? now : Math.min(now, doneAt + judgedAfterMs);
  if (to <= from) throw new FettleError('input_invalid', 'No time has passed since it was done. Measure it later.');
  const found = await measureOver(ports, scopeOf(one), measure, from, to);
  const over = doneAt !== null && now >= doneAt + judgedAfterMs;
  const verdict = over ? verdictOf(measure, one.baseline?.value, found.value) : null;
  return { ...one, now: found, state: verdict ?? (over ? 'done' : one.state) };
}

/** Judges what was done 30 days ago or longer, and was not judged yet. Gives how many. */
export async function judgeImprovements(ports: ImprovementPorts): Promise<number> {
  const { improvements, now } = ports;
  let judged = 0;
  for (const one of await improvements.improvements(['done'])) {
    const due = one.measure !== null && one.doneAt !== null && now >= one.doneAt + judgedAfterMs;
    // What could not be judged then is not tried for ever.
    if (!due || one.now?.to === (one.doneAt ?? 0) + judgedAfterMs) continue;
    const after = { ...(await judgedOrNot(ports, one)), version: one.version + 1 };
    try {
      await write(ports, systemActor('improvements'), after, 'judged');
      judged++;
    } catch (error) {
      // Somebody changed it meanwhile: the next turn sees how it stands.
      if (!(error instanceof FettleError) || error.code !== 'changed_meanwhile') throw error;
    }
  }
  return judged;
}

/** Its service may be gone by then: that is said, and it stays done. */
async function judgedOrNot(ports: ImprovementPorts, one: Improvement): Promise<Improvement> {
  try {
    return await measured(ports, one);
  } catch (error) {
    if (!(error instanceof FettleError) || error.code !== 'input_invalid' || one.doneAt === null) throw error;
    const { doneAt } = one;
    return { ...one, now: { from: doneAt, to: doneAt + judgedAfterMs, value: null, words: error.message } };
  }
}
