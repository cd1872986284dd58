import type { Kind } from './kind.ts';
import { calendarKind, objectiveKind } from './levels/kinds.ts';
import { reportKind } from './reports/kind.ts';
import { requestItemKind } from './requests/kind.ts';
import { ruleKind } from './rules/kind.ts';
import { scriptKind } from './scripts/kind.ts';
import { serviceKind } from './services/kind.ts';

/** In the order in which they are applied and written, one line each. */
export const kinds: readonly Kind<any>[] = [
  ruleKind,
  scriptKind,
  calendarKind,
  serviceKind,
  objectiveKind,
  reportKind,
  requestItemKind,
];
