// pure
import type { Asked } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { AskBody } from './ask-text.ts';

/** `kept`: it is here, and the collector does not have it yet. */
export type AskState = 'kept' | Static<typeof Asked>['state'];

/** What the agent keeps of one. */
export interface KeptAsk extends AskBody {
  readonly key: string;
  readonly uid: number;
  readonly name: string;
  /** When it came, ms by the device's clock. */
  readonly time: number;
  readonly state: AskState;
  readonly id: string | null;
  readonly code: string | null;
  readonly words: string;
  readonly changedAt: number;
}

/** What whoever asked may read of it. */
export type ToldAsk = Pick<
  KeptAsk,
  'key' | 'item' | 'title' | 'time' | 'state' | 'id' | 'code' | 'words' | 'changedAt'
>;

const minute = 60_000;
const day = 86_400_000;
/** How much is taken: of one user, and of all together. */
export const allowed = {
  shortly: { ms: 10 * minute, count: 5 },
  daily: { ms: day, count: 20 },
  all: { ms: day, count: 60 },
  /** Kept of one user; the oldest that is over makes room. */
  ofUser: 50,
  inAll: 1_000,
  /** Refusals that are told within an hour; those beyond are not even kept. */
  refusals: 10,
} as const;

const over: readonly AskState[] = ['done', 'failed', 'refused', 'cancelled', 'not-taken'];
export const isOver = ({ state }: Pick<KeptAsk, 'state'>): boolean => over.includes(state);

/** Why one more is not taken now, for people; null: it is. */
export function hindrance(kept: readonly KeptAsk[], uid: number, now: number): string | null {
  const taken = kept.filter(({ code }) => code !== 'slow_down');
  const within = (ms: number, list: readonly KeptAsk[]) => list.filter(({ time }) => now - time < ms).length;
  const own = taken.filter((one) => one.uid === uid);
  const { shortly, daily, all } = allowed;
  if (within(shortly.ms, own) >= shortly.count)
    return `You have asked ${shortly.count} times within 10 minutes. Wait a little, then ask again.`;
  if (within(daily.ms, own) >= daily.count)
    return `You have asked ${daily.count} times within a day. Ask again tomorrow.`;
  if (within(all.ms, taken) >= all.count)
    return 'So much was asked at this machine today that nothing more is taken. Ask again tomorrow.';
  return own.filter((one) => !isOver(one)).length >= allowed.ofUser
    ? `You have ${allowed.ofUser} open ones. Wait for the end of some.`
    : null;
}

/** Whether a refusal is told: whoever goes on and on is only ignored. */
export function tellsRefusal(kept: readonly KeptAsk[], uid: number, now: number): boolean {
  const refused = kept.filter((one) => one.uid === uid && one.code === 'slow_down' && now - one.time < 60 * minute);
  return refused.length < allowed.refusals && kept.length < allowed.inAll;
}

const keptMs = 90 * day;

/** Keys of what is kept no longer: what was over long ago, and of a user the oldest that is over where there are too many. */
export function outworn(kept: readonly KeptAsk[], now: number): string[] {
  const old = kept.filter((one) => isOver(one) && now - one.changedAt > keptMs);
  const users = Map.groupBy(kept, ({ uid }) => uid);
  const many = [...users.values()].flatMap((own) =>
    own
      .filter(isOver)
      .toSorted((a, b) => a.changedAt - b.changedAt)
      .slice(0, Math.max(0, own.length - allowed.ofUser)),
  );
  return [...new Set([...old, ...many].map(({ key }) => key))];
}
