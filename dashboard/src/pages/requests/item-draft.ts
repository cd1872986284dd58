// pure
import type { RequestItem, RequestItemBody } from '@fettle/shared/api/requests';
import { durationText, readDuration } from '../../format/duration.ts';

/** What may be asked for as it stands in the form: what people write, not yet read. */
export interface ItemDraft {
  readonly name: string;
  readonly id: string;
  readonly description: string;
  readonly enabled: boolean;
  /** Empty: a person does it. */
  readonly script: string;
  /** One a line: `days=7`. */
  readonly parameters: string;
  readonly questions: readonly QuestionDraft[];
  readonly selector: string;
  readonly approval: RequestItemBody['approval'];
  readonly fromEndpoint: boolean;
  /** `4 h`; empty: nothing is promised. */
  readonly target: string;
}

export interface QuestionDraft {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  /** One a line; empty: any text. */
  readonly choices: string;
  readonly parameter: string;
}

export const newQuestion: QuestionDraft = { id: '', label: '', required: true, choices: '', parameter: '' };

export const newItem: ItemDraft = {
  name: '',
  id: '',
  description: '',
  enabled: true,
  script: '',
  parameters: '',
  questions: [],
  selector: '',
  approval: 'technician',
  fromEndpoint: true,
  target: '',
};

export function itemDraft({ id, script, questions, targetMs, version: _version, ...same }: RequestItem): ItemDraft {
  return {
    ...same,
    id,
    script: script?.name ?? '',
    parameters: Object.entries(script?.parameters ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    questions: questions.map(({ choices, parameter, ...one }) => ({
      ...one,
      choices: choices.join('\n'),
      parameter: parameter ?? '',
    })),
    target: targetMs === null ? '' : durationText(targetMs),
  };
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What the form says; no body while anything in it is wrong. */
export function readItemDraft(draft: ItemDraft): {
  readonly body: RequestItemBody | undefined;
  readonly errors: ReadonlyMap<string, string>;
} {
  const errors = new Map<string, string>();
  if (draft.name.trim() === '') errors.set('name', 'Give it a name.');
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(draft.id)) errors.set('id', 'Small letters, digits and hyphens.');
  const pairs = linesOf(draft.parameters).map(
    (line) => [line.split('=')[0]?.trim() ?? '', line.slice(line.indexOf('=') + 1).trim()] as const,
  );
  if (linesOf(draft.parameters).some((line) => !line.includes('='))) errors.set('parameters', 'One a line: days=7');
  draft.questions.forEach(({ id, label }, place) => {
    if (!/^[a-z][a-zA-Z0-9_]{0,31}$/.test(id))
      errors.set(`questions.${place}.id`, 'A small letter, then letters and digits.');
    if (label.trim() === '') errors.set(`questions.${place}.label`, 'Write the question.');
  });
  const targetMs = draft.target.trim() === '' ? null : readDuration(draft.target);
  if (draft.target.trim() !== '' && (targetMs === null || targetMs < 60_000))
    errors.set('target', 'A time of a minute or more: 4 h, 2 d');
  if (errors.size > 0) return { body: undefined, errors };
  const { name, description, enabled, script, selector, approval, fromEndpoint } = draft;
  const body: RequestItemBody = {
    name: name.trim(),
    description: description.trim(),
    enabled,
    script: script === '' ? null : { name: script, version: 0, parameters: Object.fromEntries(pairs) },
    questions: draft.questions.map(({ id, label, required, choices, parameter }) => ({
      id,
      label: label.trim(),
      required,
      choices: linesOf(choices),
      parameter: script === '' || parameter.trim() === '' ? null : parameter.trim(),
    })),
    selector: selector.trim(),
    approval,
    fromEndpoint,
    targetMs,
  };
  return { body, errors };
}
