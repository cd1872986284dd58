import type { ImprovementPut } from '@fettle/shared/api/improvements';
import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { improvementNote, type ImprovementPorts, scopeOf, seesImprovement } from './context.ts';
import { measureOver } from './measure.ts';
import type { Improvement, Measured } from './types.ts';

const dayMs = 86_400_000;

export interface ImprovementInput extends ImprovementPut {
  /** Absent: a new one. */
  readonly id?: number;
}

/**
 * Writes a finding down, or changes it. Its baseline is measured when it is found, over the days before; anew where what is measured
 * changed, over the days before it was found.
 * @throws FettleError `input_invalid`, `not_found`, `changed_meanwhile`, `not_allowed`
 */
export async function putImprovement(
  ports: ImprovementPorts,
  actor: Actor,
  input: ImprovementInput,
): Promise<Improvement> {
  allow(actor, 'improvement.change');
  const { id, version, ...body } = input;
  const { improvements, now } = ports;
  if (!seesImprovement(actor, body))
    throw new FettleError(
      'not_allowed',
      'Name a site of which you see every device: it is measured over all of them, and without a site over everything.',
    );
  await checkBody(ports, body);
  if (id === undefined) {
    if (version !== 0) throw new FettleError('input_invalid', 'A new one has version 0.');
    const baseline = await baselineOf(ports, body, now);
    const fresh: Omit<Improvement, 'id'> = {
      ...body,
      finding: body.finding.trim(),
      state: 'open',
      foundAt: now,
      doneAt: null,
      baseline,
      now: null,
      version: 1,
    };
    return improvements.add(fresh, (number) => improvementNote(actor, now, { ...fresh, id: number }, 'found'));
  }
  const before = await findImprovement(ports, actor, id);
  if (before.version !== version) throw new FettleError('changed_meanwhile');
  const same =
    JSON.stringify([before.measure, before.baselineDays, before.site]) ===
    JSON.stringify([body.measure, body.baselineDays, body.site]);
  const after: Improvement = {
    ...before,
    ...body,
    finding: body.finding.trim(),
    baseline: same ? before.baseline : await baselineOf(ports, body, before.foundAt),
    now: same ? before.now : null,
    version: version + 1,
  };
  await write(ports, actor, after, 'changed');
  return after;
}

/** @throws FettleError `not_found`, `not_allowed` */
export async function findImprovement(
  { improvements }: Pick<ImprovementPorts, 'improvements'>,
  actor: Actor,
  id: number,
): Promise<Improvement> {
  allow(actor, 'improvement.read');
  const found = await improvements.improvement(id);
  if (!found || !seesImprovement(actor, found)) throw new FettleError('not_found');
  return found;
}

/** @throws FettleError `changed_meanwhile` */
export async function write(
  { improvements, now }: ImprovementPorts,
  actor: Actor,
  after: Improvement,
  act: string,
): Promise<void> {
  const answer = await improvements.change(after, improvementNote(actor, now, after, act));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
}

async function checkBody(
  { access }: ImprovementPorts,
  { finding, owner }: Pick<ImprovementPut, 'finding' | 'owner'>,
): Promise<void> {
  if (finding.trim() === '') throw new FettleError('input_invalid', 'Say what was found.');
  if (owner !== null && !(await access.person(owner as PersonId))) {
    throw new FettleError('input_invalid', 'There is nobody with this id. Choose another owner.');
  }
}

function baselineOf(
  ports: ImprovementPorts,
  body: Pick<ImprovementPut, 'measure' | 'baselineDays' | 'site'>,
  foundAt: number,
): Promise<Measured | null> {
  if (body.measure === null) return Promise.resolve(null);
  return measureOver(ports, scopeOf(body), body.measure, foundAt - body.baselineDays * dayMs, foundAt);
}
