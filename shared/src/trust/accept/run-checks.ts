import { TrustError } from '../errors.ts';
import type { StandingStatement } from '../standing.ts';
import type { Hearing } from './hearing.ts';
import type { History } from './question.ts';

const hour = 3_600_000;
/** Orders that a device begins within an hour. */
export const ordersPerHour = 120;

export function lock({ held }: Hearing): void {
  if (held.locked) throw new TrustError('lock');
}

export function rate(hearing: Hearing): void {
  const { question, held, clock } = hearing;
  if (question.kind === 'order') {
    if (held.begun.filter((begun) => begun > clock - hour).length >= ordersPerHour)
      throw new TrustError('rate', `${ordersPerHour} orders within an hour`);
    return;
  }
  const { id, version, caps, trigger } = hearing.statement() as StandingStatement;
  const history = held.history(id);
  if (trigger.kind === 'rule' && held.now < held.boot + caps.bootGuard * 1_000)
    throw new TrustError('rate', 'too soon after the start');
  if (history !== null && history.version === version) requireCaps(caps, history, clock);
}

function requireCaps(caps: StandingStatement['caps'], { runs }: History, clock: number): void {
  const last = runs.at(-1);
  if (last !== undefined && last.ended === null) throw new TrustError('rate', 'it runs already');
  if (last !== undefined && clock < Number(last.ended) + caps.coolDown * 1_000)
    throw new TrustError('rate', 'it cools down');
  if (runs.filter(({ started }) => started > clock - hour).length >= caps.perHour)
    throw new TrustError('rate', `${caps.perHour} within an hour`);
  const tail = runs.slice(-caps.failures);
  if (tail.length === caps.failures && tail.every(({ failed }) => failed))
    throw new TrustError('rate', `${caps.failures} failures in a row: it has to be signed anew`);
}

/** An order is begun once. A standing order's versions count up, and no time of its clock is run for twice. */
export function replay({ question, statement, held }: Hearing): void {
  const found = statement();
  if (question.kind === 'order') {
    if (held.seen(found.id)) throw new TrustError('replay');
    return;
  }
  const history = held.history(found.id);
  if (history === null) return;
  const { version } = found as StandingStatement;
  if (question.kind === 'standing' ? version <= history.version : version < history.version)
    throw new TrustError('replay', `version ${history.version} is held`);
  const { firing } = { firing: null, ...question };
  if (firing?.kind === 'clock' && history.due !== null && firing.due <= history.due) throw new TrustError('replay');
}
