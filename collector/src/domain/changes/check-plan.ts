// pure
import type { PlanBody } from '@fettle/shared/api/changes';
import { parseSelector } from '@fettle/shared/selector/parse';

const minute = 60_000;
/** As long as a window may last. */
const longestMs = 31 * 86_400_000;

/** What is wrong in a plan, in words that say what to do; null: nothing. @throws FettleError `input_invalid` (selector) */
export function wrongInPlan({ title, reason, selector, devices, from, to }: PlanBody): string | null {
  if (title.trim() === '' || /[\p{C}\p{Zl}\p{Zp}]/u.test(title)) return 'Give it a title of visible characters.';
  if (reason.trim() === '') return 'Say why: whoever approves it has nothing else to go by.';
  if (selector !== null) parseSelector(selector);
  if (selector === null && devices.length === 0) return 'Name devices, or a selector that chooses some.';
  if (selector !== null && devices.length > 0) return 'Name devices or a selector, not both.';
  if (to - from < minute) return 'It must last a minute or longer: `to` lies after `from`.';
  if (to - from > longestMs) return 'It may last 31 days at most. Make several of it.';
  return null;
}
