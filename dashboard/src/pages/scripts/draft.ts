// pure
import type { ScriptBody, ScriptParameter, ScriptProgram } from '@fettle/shared/api/scripts';
import { durationText, readDuration } from '../../format/duration.ts';
import { namedErrors } from '../../parts/named-errors.ts';

/** A parameter as it stands in the form. */
export interface ParameterDraft {
  readonly name: string;
  readonly type: ScriptParameter['type'];
  readonly title: string;
  readonly required: boolean;
  readonly usual: string;
  readonly min: string;
  readonly max: string;
  readonly choices: string;
}

/** A script as it stands in the form. */
export interface ScriptDraft {
  readonly id: string;
  /** Its title; the form calls it a name. */
  readonly name: string;
  readonly summary: string;
  readonly readme: string;
  readonly tags: string;
  readonly kind: ScriptBody['class'];
  readonly timeout: string;
  readonly runAs: string;
  readonly parameters: readonly ParameterDraft[];
  readonly done: string;
  readonly notApplicable: string;
  readonly rebootNeeded: string;
  readonly check: boolean;
  readonly undo: boolean;
  readonly manualMinutes: string;
  readonly output: number;
  readonly programs: readonly ScriptProgram[];
}

export const newParameter: ParameterDraft = {
  name: '',
  type: 'text',
  title: '',
  required: false,
  usual: '',
  min: '0',
  max: '256',
  choices: '',
};
export const newProgram: ScriptProgram = { platforms: ['linux'], interpreter: 'sh', body: '#!/bin/sh\nset -eu\n' };

export const newScript: ScriptDraft = {
  id: '',
  name: '',
  summary: '',
  readme: '',
  tags: '',
  kind: 'change',
  timeout: '10 min',
  runAs: 'system',
  parameters: [],
  done: '0',
  notApplicable: '3',
  rebootNeeded: '',
  check: false,
  undo: false,
  manualMinutes: '0',
  output: 65_536,
  programs: [newProgram],
};

export function scriptDraft(id: string, body: ScriptBody): ScriptDraft {
  return {
    id,
    name: body.title,
    summary: body.summary,
    readme: body.readme,
    tags: body.tags.join(', '),
    kind: body.class,
    timeout: durationText(body.timeout * 1_000),
    runAs: body.runAs,
    parameters: body.parameters.map((one) => ({
      name: one.name,
      type: one.type,
      title: one.title,
      required: one.required,
      usual: one.default === null ? '' : String(one.default),
      min: String(one.min),
      max: String(one.max),
      choices: one.choices.join(', '),
    })),
    done: body.exits.done.join(', '),
    notApplicable: body.exits.notApplicable.join(', '),
    rebootNeeded: body.exits.rebootNeeded.join(', '),
    check: body.check,
    undo: body.undo,
    manualMinutes: String(body.manualMinutes),
    output: body.output,
    programs: body.programs,
  };
}

const wordsOf = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

type Errors = Map<string, string>;

function usualOf({ type, usual }: ParameterDraft): ScriptParameter['default'] {
  if (type === 'flag') return usual === 'true';
  if (type === 'secret' || usual === '') return null;
  return type === 'integer' ? Number(usual) : usual;
}

/** A parameter that a form says; what is wrong with it goes into `errors` below `parameters.<place>`. */
export function readParameter(draft: ParameterDraft, place: number, errors: Errors): ScriptParameter {
  const wrong = (field: string, words: string) => errors.set(`parameters.${place}.${field}`, words);
  const { name, type, title, required, usual } = draft;
  const choices = type === 'choice' ? wordsOf(draft.choices) : [];
  const [min, max] = [Number(draft.min), Number(draft.max)];
  if (!/^[a-z][a-z0-9_]{0,31}$/.test(name)) wrong('name', 'Small letters, digits and _: older_than');
  if (title.trim() === '') wrong('title', 'What to put in, for people.');
  if (type === 'choice' && choices.length === 0) wrong('choices', 'At least one, with commas between.');
  if (!Number.isSafeInteger(min) || draft.min.trim() === '') wrong('min', 'A whole number.');
  if (!Number.isSafeInteger(max) || draft.max.trim() === '' || max < min)
    wrong('max', 'A whole number, not below the least.');
  if (type === 'integer' && usual !== '' && (!/^-?\d+$/.test(usual) || Number(usual) < min || Number(usual) > max))
    wrong('usual', `A whole number from ${min} to ${max}.`);
  if (type === 'choice' && usual !== '' && !choices.includes(usual)) wrong('usual', 'One of the choices.');
  return { name, type, title: title.trim(), required, default: usualOf(draft), min, max, choices };
}

function readCodes(text: string, field: string, errors: Errors): number[] {
  const codes = text.split(/[\s,]+/).filter((one) => one !== '');
  if (codes.some((one) => !/^\d{1,3}$/.test(one) || Number(one) > 255)) errors.set(field, 'Codes from 0 to 255: 0, 3');
  return codes.map(Number);
}

function readExits(draft: ScriptDraft, errors: Errors): ScriptBody['exits'] {
  const exits = {
    done: readCodes(draft.done, 'done', errors),
    notApplicable: readCodes(draft.notApplicable, 'notApplicable', errors),
    rebootNeeded: readCodes(draft.rebootNeeded, 'rebootNeeded', errors),
  };
  const all = Object.values(exits).flat();
  if (new Set(all).size < all.length) errors.set('done', 'One code stands in two places.');
  if (exits.done.length + exits.rebootNeeded.length === 0) errors.set('done', 'At least one code means done.');
  return exits;
}

function checkPrograms(programs: readonly ScriptProgram[], errors: Errors): void {
  const taken = new Set<string>();
  for (const [place, { platforms, body }] of programs.entries()) {
    if (platforms.length === 0) errors.set(`programs.${place}.platforms`, 'Choose at least one system.');
    const twice = platforms.find((one) => taken.has(one));
    if (twice !== undefined) errors.set(`programs.${place}.platforms`, `There is a program for ${twice} already.`);
    for (const one of platforms) taken.add(one);
    if (body.trim() === '') errors.set(`programs.${place}.body`, 'It is empty.');
    if (new TextEncoder().encode(body).length > 131_072) errors.set(`programs.${place}.body`, 'At most 128 KiB.');
  }
}

/** The script that a form says, with what is wrong with it by field. */
export function readScriptDraft(draft: ScriptDraft): {
  readonly errors: ReadonlyMap<string, string>;
  readonly body: ScriptBody | undefined;
} {
  const errors: Errors = new Map(namedErrors(draft));
  const timeout = readDuration(draft.timeout) ?? 0;
  const tags = wordsOf(draft.tags).map((one) => one.toLowerCase());
  const parameters = draft.parameters.map((one, place) => readParameter(one, place, errors));
  const names = parameters.map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0) errors.set(`parameters.${twice}.name`, 'Another parameter has this name.');
  const exits = readExits(draft, errors);
  checkPrograms(draft.programs, errors);
  if (timeout < 1_000 || timeout > 86_400_000) errors.set('timeout', 'From a second to a day: 90 s, 10 min');
  if (tags.some((one) => !/^[a-z0-9-]{1,32}$/.test(one))) errors.set('tags', 'Small letters, digits and hyphens.');
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(draft.runAs)) errors.set('runAs', 'system, or a user’s name.');
  if (!/^\d{1,5}$/.test(draft.manualMinutes)) errors.set('manualMinutes', 'Whole minutes.');
  if (errors.size > 0) return { errors, body: undefined };
  const { summary, readme, kind, runAs, check, undo, output, programs } = draft;
  return {
    errors,
    body: {
      title: draft.name.trim(),
      summary: summary.trim(),
      readme,
      tags,
      class: kind,
      timeout: Math.round(timeout / 1_000),
      runAs,
      parameters,
      exits,
      check,
      undo,
      output,
      manualMinutes: Number(draft.manualMinutes),
      programs: [...programs],
    },
  };
}
