// pure

/** What a script has in a file. */
export const scriptKeys = [
  'title',
  'summary',
  'tags',
  'class',
  'timeout',
  'runAs',
  'check',
  'undo',
  'manualMinutes',
  'output',
  'exits',
  'parameters',
  'programs',
  'readme',
] as const;
export type ScriptKey = (typeof scriptKeys)[number];
export const parameterKeys = ['type', 'title', 'required', 'default', 'min', 'max', 'choices'] as const;
export const exitKeys = ['done', 'notApplicable', 'rebootNeeded'] as const;
export const programKeys = ['platforms', 'interpreter', 'file', 'body'] as const;

/** What a file need not say. */
export const usual = {
  class: 'change',
  timeout: 300,
  runAs: 'system',
  output: 65_536,
  exits: { done: [0], notApplicable: [10], rebootNeeded: [20] },
} as const;

/** Of each type: least and most where a file says neither. */
export const usualBounds = {
  text: { min: 0, max: 1_024 },
  secret: { min: 0, max: 1_024 },
  integer: { min: 0, max: 2_147_483_647 },
  flag: { min: 0, max: 0 },
  choice: { min: 0, max: 0 },
} as const;
