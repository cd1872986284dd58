import { Command } from 'commander';
import { changeProblem, getProblem, listProblems, type ProblemState } from '../domain/problems/index.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { problemPorts } from './incident-ports.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle problem`: what repeats, its cause and what helps. */
export function problemCommand(): Command {
  return new Command('problem')
    .description('Problems: what repeats, its cause and what helps')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(changeCommand());
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('Those that are not over, newest first')
    .option('--state <state>', 'proposed, open, known-error, closed or dismissed')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const { json = false, state } = command.opts<{ json?: boolean; state?: string }>();
      const query = state === undefined ? {} : { state };
      const items = await withRecords(configured(command).config, (records) =>
        listProblems(problemPorts(records), localActor, query),
      );
      const rows = items.map((one) => [
        one.state,
        one.title,
        one.why,
        String(one.incidents),
        one.owner?.name ?? 'nobody',
        one.id,
      ]);
      const head = ['State', 'Problem', 'Why', 'Incidents', 'Owner', 'Id'];
      print(json, { items, next: null }, rows.length > 0 ? table(head, rows) : 'Nothing repeats.');
    });
}

function showCommand(): Command {
  return placed(new Command('show'))
    .description('One problem')
    .argument('<problem>', 'its id')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      const one = await withRecords(configured(command).config, (records) =>
        getProblem(problemPorts(records), localActor, { id }),
      );
      const lines = [
        `${one.title} (${one.state})`,
        ...(one.why === '' ? [] : [`Repeats ${one.why}; ${one.incidents} incidents on ${one.devices} devices.`]),
        ...(one.rootCause === '' ? [] : ['', `Root cause: ${one.rootCause}`]),
        ...(one.workaround === '' ? [] : ['', `What helps: ${one.workaround}`]),
      ];
      print(command.opts<{ json?: boolean }>().json ?? false, one, lines.join('\n'));
    });
}

interface ChangeFlags {
  readonly state?: ProblemState;
  readonly title?: string;
  readonly rootCause?: string;
  readonly workaround?: string;
  readonly owner?: string;
  readonly json?: boolean;
}

function changeCommand(): Command {
  return placed(new Command('change'))
    .description('Say what is behind it and what helps')
    .argument('<problem>', 'its id')
    .option('--state <state>', 'open, known-error, closed or dismissed')
    .option('--title <text>', 'what it is called')
    .option('--root-cause <text>', 'what is behind it')
    .option('--workaround <text>', 'what helps; shown with the next incident of a known error')
    .option('--owner <person>', 'a person’s id, or “nobody”')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      const { state, title, rootCause, workaround, owner, json = false } = command.opts<ChangeFlags>();
      const changed = await withRecords(configured(command).config, async (records) => {
        const ports = problemPorts(records);
        const { version } = await getProblem(ports, localActor, { id });
        return changeProblem(ports, localActor, {
          id,
          version,
          ...(state !== undefined && { state }),
          ...(title !== undefined && { title }),
          ...(rootCause !== undefined && { rootCause }),
          ...(workaround !== undefined && { workaround }),
          ...(owner !== undefined && { owner: owner === 'nobody' ? null : owner }),
        });
      });
      print(json, changed, `${changed.title}: ${changed.state}`);
    });
}
