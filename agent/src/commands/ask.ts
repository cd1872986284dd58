/** `fettle-agent ask`: what somebody at this machine asks for, or the trouble that they report. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchmodSync, openSync, renameSync, writeSync } from 'node:fs';
import type { Askable } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { FettleError } from '@fettle/shared/errors';
import { type AskBody, longest, readAsk } from '../asks/ask-text.ts';
import type { ToldAsk } from '../asks/kept.ts';
import { askPlace, fileOf } from '../asks/place.ts';
import type { Clock } from '../clock.ts';
import { isClosed, readIfThere } from '../durable-file.ts';
import { rememberAsk } from './own-asks.ts';

type Items = Omit<Static<typeof Askable>, 'type'> & { readonly time: number };
export type AskItem = Items['items'][number];

/** As many are named in an error. */
const namesShown = 8;

export interface AskFlags {
  /** Absent: a trouble. */
  readonly item?: string;
  readonly trouble?: string;
  readonly text?: string;
  /** `question=answer` */
  readonly answers: readonly string[];
}

/** What may be asked for here, as the collector said last; null: it has not said anything yet. @throws FettleError `root_needed` */
export function askableHere(data: string): Items | null {
  if (isClosed(data)) throw new FettleError('root_needed', `Only its owner may look into ${data}. Try it with sudo.`);
  const text = readIfThere(askPlace(data).items);
  return text === null ? null : (JSON.parse(text) as Items);
}

/** @throws FettleError `input_invalid` with what to do */
export function bodyOf({ item, trouble, text = '', answers }: AskFlags, items: readonly AskItem[] | null): AskBody {
  const given = Object.fromEntries(answers.map(pairOf));
  if (item === undefined) {
    if (answers.length > 0)
      throw new FettleError('input_invalid', 'A trouble has no questions to be answered: leave --answer out.');
    return checked({
      item: null,
      title: '',
      text: [trouble ?? '', text].filter((one) => one !== '').join('\n'),
      answers: {},
    });
  }
  if (trouble !== undefined)
    throw new FettleError('input_invalid', 'Ask for something or report a trouble, not both at once.');
  if (items !== null) checkAgainst(items, item, given);
  return checked({ item, title: '', text, answers: given });
}

/** Against what the collector said last, so that who asks hears of a mistake at once; the collector checks it again. */
function checkAgainst(items: readonly AskItem[], item: string, given: Readonly<Record<string, string>>): void {
  const wrong = (words: string) => new FettleError('input_invalid', visible(words));
  const known = items.find(({ id }) => id === item);
  if (!known) {
    const names = items.slice(0, namesShown).map(({ id }) => id);
    const others =
      names.length === 0 ? 'Nothing can' : `What can: ${names.join(', ')}${items.length > namesShown ? ', …' : ''}`;
    throw wrong(
      `“${item}” cannot be asked for here. ${others}. Anything else is a trouble: fettle-agent ask --trouble "…"`,
    );
  }
  const { questions } = known;
  const unasked = Object.keys(given).find((id) => !questions.some((question) => question.id === id));
  if (unasked !== undefined) {
    const names = questions.map(({ id }) => id).join(', ') || 'nothing';
    throw wrong(`“${item}” asks no “${unasked}”. It asks: ${names}.`);
  }
  for (const { id, label, required, choices } of questions) {
    const answer = (given[id] ?? '').trim();
    if (answer === '' && required) {
      throw wrong(`“${label}” must be answered: fettle-agent ask ${item} --answer ${id}=${choices[0] ?? '…'}`);
    }
    if (answer !== '' && choices.length > 0 && !choices.includes(answer)) {
      throw wrong(`“${label}” is one of ${choices.join(', ')}: --answer ${id}=${choices[0] ?? '…'}`);
    }
  }
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new FettleError('input_invalid', `An answer is written question=answer, not “${text}”.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function checked(body: AskBody): AskBody {
  const text = JSON.stringify(body);
  if (readAsk(text) !== null && Buffer.byteLength(text) <= longest.bytes) return body;
  throw new FettleError(
    'input_invalid',
    `Say what it is, in 1 to ${longest.text} characters; an answer has at most ${longest.answer}.`,
  );
}

/**
 * Puts it where the agent finds it; gives its key.
 * @param own the folder where this user's own keys are remembered
 * @throws FettleError `not_found` where no agent takes any, `data_unwritable`
 */
export function putAsk(data: string, body: AskBody, own: string, clock: Clock): string {
  const { in: folder } = askPlace(data);
  const key = randomBytes(16).toString('hex');
  const path = fileOf(folder, key);
  try {
    // The agent may be another user, and nobody else can find the name.
    const file = openSync(
      `${path}.new`,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o644,
    );
    try {
      fchmodSync(file, 0o644);
      writeSync(file, JSON.stringify(body));
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new FettleError(
        'not_found',
        `No agent takes anything in ${folder}: it never ran here, or is an older one.`,
      );
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new FettleError('data_unwritable', `${folder} cannot be written: ${why}.`);
  }
  rememberAsk(own, { key, data, time: clock.wall() });
  return key;
}

/** How one stands; null: the agent has not read it yet, or keeps it no longer. */
export function toldOf(data: string, key: string): ToldAsk | null {
  const text = readIfThere(fileOf(askPlace(data).told, key));
  return text === null ? null : (JSON.parse(text) as ToldAsk);
}

const lookMs = 200;

/** Waits until the collector has answered, at most so long; then how it stands. */
export async function awaitAnswer(data: string, key: string, mostMs: number, clock: Clock): Promise<ToldAsk | null> {
  const end = clock.monotonic() + mostMs;
  for (;;) {
    const told = toldOf(data, key);
    if ((told !== null && told.state !== 'kept') || clock.monotonic() >= end) return told;
    await new Promise<void>((resolve) => clock.after(lookMs, resolve));
  }
}

/** For people: what may be asked for, with its questions, and how. */
export function formatItems(items: Items | null): string {
  const trouble = 'Whatever is wrong can be reported: fettle-agent ask --trouble "…"';
  if (items === null) return `The collector has not said yet what may be asked for here. ${trouble}`;
  const [first] = items.items;
  if (first === undefined) return `There is nothing to be asked for here. ${trouble}`;
  const lines = items.items.flatMap(({ id, name, description, questions }) => [
    `${id}: ${name}`,
    ...(description === '' ? [] : description.split('\n').map((line) => `    ${line}`)),
    ...questions.map(({ id: question, label, required, choices }) => {
      const of = choices.length > 0 ? ` (${choices.join(', ')})` : '';
      return `    --answer ${question}=…  ${label}${of}${required ? '' : ', may be left out'}`;
    }),
  ]);
  const answers = first.questions.filter(({ required }) => required).map(({ id }) => ` --answer ${id}=…`);
  return [
    ...lines,
    ...(items.omitted > 0 ? [`${items.omitted} more find no room here; the dashboard has them.`] : []),
    '',
    `Ask for one: fettle-agent ask ${first.id}${answers.join('')}`,
    trouble,
  ]
    .map(visible)
    .join('\n');
}

/** What a collector says is shown and moves no cursor. */
export const visible = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
