// pure
import type { Project } from './types.ts';

const dayMs = 86_400_000;

export interface Score {
  /** 0 to 100. */
  readonly score: number;
  readonly formula: string;
  /** Of those that pay: months until they are paid back; null: they never are, or it is not known. */
  readonly payBackMonths: number | null;
}

/** What a project is worth, of its kind: each kind by a formula of its own, so that only those of one kind are compared. */
export function scoreOf(
  project: Pick<Project, 'kind' | 'cost' | 'gainPerMonth' | 'due' | 'evidence'>,
  now: number,
): Score {
  const payBackMonths = payBack(project);
  if (project.kind === 'mandatory') return { ...urgency(project.due, now), payBackMonths };
  if (project.kind === 'roi') return { ...gain(payBackMonths), payBackMonths };
  const count = project.evidence.length;
  const score = Math.min(100, 20 * count);
  return { score, formula: `20 × ${count} pieces of evidence, at most 100`, payBackMonths };
}

/** One decimal, rounded half up. */
function payBack({ cost, gainPerMonth }: Pick<Project, 'cost' | 'gainPerMonth'>): number | null {
  if (cost === null || gainPerMonth === null || gainPerMonth <= 0) return null;
  return Math.floor((cost * 10) / gainPerMonth + 0.5) / 10;
}

function urgency(due: number | null, now: number): Pick<Score, 'score' | 'formula'> {
  if (due === null) return { score: 60, formula: '60: it must be, and no day is set' };
  const days = Math.ceil((due - now) / dayMs);
  if (days <= 30)
    return { score: 100, formula: days < 0 ? '100: it is overdue' : `100: it is due in ${days} days, 30 or fewer` };
  const less = Math.min(40, Math.floor((days - 30) / 9));
  return {
    score: 100 - less,
    formula: `100 − ${less}: it is due in ${days} days; 1 less for each 9 beyond 30, at most 40`,
  };
}

function gain(months: number | null): Pick<Score, 'score' | 'formula'> {
  if (months === null) return { score: 0, formula: '0: cost or gain is not known, or there is no gain' };
  const score = Math.floor(100 / (1 + months / 12) + 0.5);
  return { score, formula: `100 ÷ (1 + ${months} months until it is paid back ÷ 12)` };
}

const order: Readonly<Record<Project['kind'], number>> = { mandatory: 0, roi: 1, breakthrough: 2 };
const last = Number.MAX_SAFE_INTEGER;

/** Mandatory first, by when they are due; then those that pay, by how soon; then breakthroughs by score. Those of equal rank by number. */
export function byRank(a: Project & Score, b: Project & Score): number {
  if (a.kind !== b.kind) return order[a.kind] - order[b.kind];
  if (a.kind === 'mandatory' && a.due !== b.due) return (a.due ?? last) - (b.due ?? last);
  if (a.kind === 'roi' && a.payBackMonths !== b.payBackMonths)
    return (a.payBackMonths ?? last) - (b.payBackMonths ?? last);
  return b.score - a.score || a.id - b.id;
}

/** Each with its score, by rank. */
export function ranked<One extends Project>(projects: readonly One[], now: number): (One & Score)[] {
  return projects.map((project) => ({ ...project, ...scoreOf(project, now) })).toSorted(byRank);
}
