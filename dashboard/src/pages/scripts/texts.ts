// pure
import type { ScriptBody, ScriptParameter } from '@fettle/shared/api/scripts';

/** A part of a script as text, to be compared with the same part of another version. */
export interface Part {
  readonly title: string;
  readonly text: string;
}

function parameterLine({ name, type, title, required, default: usual, min, max, choices }: ScriptParameter): string {
  const told = [
    type,
    required ? 'needed' : '',
    usual === null ? '' : `usually ${JSON.stringify(usual)}`,
    choices.length > 0 ? `one of ${choices.join(', ')}` : `${min} to ${max}`,
  ];
  return `parameter ${name}: “${title}”, ${told.filter((one) => one !== '').join(', ')}`;
}

function manifestText(body: ScriptBody): string {
  const { title, summary, readme, tags, class: kind, timeout, runAs, parameters, exits, check, undo, output } = body;
  return [
    `title: ${title}`,
    `summary: ${summary}`,
    `class: ${kind}`,
    `timeout: ${timeout} s`,
    `run as: ${runAs}`,
    `tags: ${tags.join(', ')}`,
    ...parameters.map(parameterLine),
    `exits done: ${exits.done.join(', ')}`,
    `exits not applicable: ${exits.notApplicable.join(', ')}`,
    `exits restart needed: ${exits.rebootNeeded.join(', ')}`,
    `dry run: ${check ? 'yes' : 'no'}, undo: ${undo ? 'yes' : 'no'}`,
    `output kept: ${output} bytes`,
    ...(readme === '' ? [] : ['', ...readme.split('\n')]),
  ].join('\n');
}

/** What a script says of itself, and its programs, each by the platforms it is for. */
export function partsOf(body: ScriptBody): Part[] {
  return [
    { title: 'What it says of itself', text: manifestText(body) },
    ...body.programs.map(({ platforms, interpreter, body: text }) => ({
      title: `${platforms.join(', ')}, by ${interpreter}`,
      text,
    })),
  ];
}

/** The parts of two versions, side by side; one that only one of them has is compared with nothing. */
export function paired(
  before: ScriptBody | undefined,
  after: ScriptBody,
): { title: string; before: string; after: string }[] {
  const [a, b] = [before ? partsOf(before) : [], partsOf(after)];
  const titles = [...new Set([...b, ...a].map(({ title }) => title))];
  return titles.map((title) => ({
    title,
    before: a.find((one) => one.title === title)?.text ?? '',
    after: b.find((one) => one.title === title)?.text ?? '',
  }));
}

const wrappedFrom = 70;

/** Text whose long lines were broken by hand, with its paragraphs in one line each again. */
export function unwrapped(text: string): string {
  const lines: string[] = [];
  let before = '';
  for (const line of text.split('\n')) {
    const goesOn = before.length >= wrappedFrom && line !== '' && !/^[\s*-]|^\d+\./.test(line);
    if (goesOn) lines.push(`${lines.pop() ?? ''} ${line}`);
    else lines.push(line);
    before = line;
  }
  return lines.join('\n');
}
