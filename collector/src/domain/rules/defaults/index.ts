// pure
import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { agentRules } from './agent.ts';
import { clockRules } from './clock.ts';
import { cpuRules } from './cpu.ts';
import { diskRules } from './disk.ts';
import { filesystemRules } from './filesystem.ts';
import { memoryRules } from './memory.ts';
import { networkRules } from './network.ts';
import { powerRules } from './power.ts';
import { processRules } from './processes.ts';
import { serviceRules } from './services.ts';
import { silenceRules } from './silence.ts';
import { toldRules } from './told.ts';

/** The rules that ship, one line a theme. */
const themes: readonly Readonly<Record<string, RuleBody>>[] = [
  silenceRules,
  filesystemRules,
  memoryRules,
  cpuRules,
  diskRules,
  networkRules,
  serviceRules,
  clockRules,
  powerRules,
  processRules,
  agentRules,
  toldRules,
];

export const defaultRules: ReadonlyMap<RuleId, RuleBody> = new Map(
  themes.flatMap((theme) => Object.entries(theme).map(([id, rule]) => [id as RuleId, rule] as const)),
);
