// pure
/** A script as who signs for it must see it. */
import type { ScriptStatement } from '@fettle/shared/trust/statements';
import type { CheckedScript } from '../kit.ts';
import type { Remembered } from '../remembered.ts';
import { lineDiff } from './diff.ts';
import { clean, plural, type Section } from './paper.ts';
import { spanWords, timeWords } from './time.ts';

const mostLines = 600;

const shortened = (lines: readonly string[]): string[] =>
  lines.length <= mostLines
    ? [...lines]
    : [
        ...lines.slice(0, mostLines),
        `… ${lines.length - mostLines} more lines: \`fettle script show\` prints all of it.`,
      ];

/** What its statement says, for people. */
export function scriptLines(statement: ScriptStatement, publishers: readonly string[]): string[] {
  const { title, timeout, runAs, exits, check, undo, parameters } = statement;
  return [
    clean(title),
    `Class ${statement.class}; runs as ${runAs === 'system' ? 'the system (root)' : clean(runAs, 32)}, for at most ${spanWords(timeout * 1_000)}.`,
    `Published by ${publishers.map((one) => clean(one, 64)).join(', ')}, for ${Object.keys(statement.programs).join(', ')}.`,
    `Exit codes: ${exits.done.join(' ')} done${exits.notApplicable.length ? `, ${exits.notApplicable.join(' ')} not applicable` : ''}${exits.rebootNeeded.length ? `, ${exits.rebootNeeded.join(' ')} needs a reboot` : ''}, all others failed.`,
    `${check ? 'Has' : 'Has no'} dry run; ${undo ? 'can be undone' : 'cannot be undone by itself'}.`,
    ...parameters.map(
      ({ name, type, title: what, required }) =>
        `Takes ${name} (${type}${required ? ', required' : ''}): ${clean(what, 200)}`,
    ),
  ];
}

/** Its text: the whole at the first time, then what has changed since this home last signed for it. */
export function scriptSections(script: CheckedScript, before: Remembered | null, zone: string): Section[] {
  const { statement, hash, bodies } = script;
  const name = `${statement.name} ${statement.version}`;
  if (before?.hash === hash)
    return [{ head: `Script ${name}: the same that you last signed for`, lines: [`on ${timeWords(before.at, zone)}`] }];
  const told =
    before === null
      ? 'you sign for it for the first time, so here is all of it'
      : `what differs from version ${before.version}, which you last signed for`;
  return [
    { head: `Script ${name}: ${told}`, lines: scriptLines(statement, script.publishers) },
    ...Object.entries(statement.programs).map(([platform, { sha256, interpreter }]): Section => {
      const body = bodies.get(sha256) ?? '';
      const old = before?.bodies[platform];
      if (old === undefined)
        return {
          head: `${statement.name} on ${platform} (${interpreter})`,
          lines: shortened(body.split('\n')),
          kind: 'code',
        };
      const lines = lineDiff(old, body);
      return {
        head: `${statement.name} on ${platform} (${interpreter}), ${lines.length === 0 ? 'unchanged' : `${plural(lines.filter((line) => /^[+-]/.test(line)).length, 'line')} changed`}`,
        lines: shortened(lines),
        kind: 'code',
      };
    }),
  ];
}
