// pure
import type { Config } from '../config.ts';
import type { RetentionPlan } from '../domain/series/index.ts';

const day = 86_400_000;

/** What is coarser is kept at least as long. */
export function retentionPlan(config: Pick<Config, 'retentionDays' | 'fiveMinuteDays' | 'hourDays'>): RetentionPlan {
  const raw = config.retentionDays * day;
  const five = Math.max(raw, config.fiveMinuteDays * day);
  return { raw, five, hour: Math.max(five, config.hourDays * day) };
}
