/** The commands with which people at the machine ask for something, and see what became of it. */
import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { folderToShow, ownFolder } from '../config.ts';
import { installedService } from '../platform/service/here.ts';
import { toldIn } from '../told.ts';
import { askableHere, awaitAnswer, bodyOf, formatItems, putAsk } from './ask.ts';
import { askedHere, formatAsked } from './asked.ts';
import { exit } from './failure.ts';

interface Parts {
  readonly print: (text: string) => void;
  readonly dataText: string;
}

interface Flags {
  readonly trouble?: string;
  readonly text?: string;
  readonly answer: readonly string[];
  readonly data?: string;
  readonly json?: true;
}

/** The agent looks with each measurement; one that measures seldom is not waited for. */
const waitMs = 15_000;
const folderHere = (data: string | undefined) => folderToShow(data, installedService()?.folder);

export function addAskCommands(program: Command, { print, dataText }: Parts): void {
  program
    .command('ask')
    .description(
      'asks who looks after this machine for something, or reports a trouble; with nothing said it lists what can be asked for',
    )
    .argument('[item]', 'what is asked for, as the list has it')
    .option(
      '--answer <question=answer>',
      'answers a question of it, repeatable',
      (one: string, all: readonly string[]) => [...all, one],
      [],
    )
    .option('--trouble <text>', 'what is wrong, in your own words')
    .option('--text <text>', 'what else is to be known')
    .option('--data <folder>', dataText)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  fettle-agent ask\n  fettle-agent ask clear-temp --answer age=30\n  fettle-agent ask --trouble "The printer prints nothing since noon"',
    )
    .action(async (item: string | undefined, { trouble, text, answer, data, json }: Flags) => {
      const folder = folderHere(data);
      const items = askableHere(folder);
      if (item === undefined && trouble === undefined) {
        return print(json ? JSON.stringify({ items: items?.items ?? [], next: null }) : formatItems(items));
      }
      const asked = {
        ...(item !== undefined && { item }),
        ...(trouble !== undefined && { trouble }),
        ...(text !== undefined && { text }),
      };
      const body = bodyOf({ ...asked, answers: answer }, items?.items ?? null);
      const key = putAsk(folder, body, ownFolder(), systemClock);
      const { running, last } = toldIn(folder);
      const told = await awaitAnswer(
        folder,
        key,
        running && last?.link.state === 'connected' ? waitMs : 0,
        systemClock,
      );
      const report = told ?? { key, time: systemClock.wall(), state: 'unread' as const };
      if (told?.state === 'not-taken') process.exitCode = exit.failed;
      if (json) return print(JSON.stringify(report));
      const later = 'fettle-agent asked tells what became of it.';
      if (told === null) {
        print(
          running
            ? `It lies here, and is sent as soon as the agent looks. ${later}`
            : `It lies here, but no agent runs: it is sent when one does. fettle-agent status tells more, and ${later}`,
        );
      } else print(told.state === 'not-taken' ? formatAsked([report]) : `${formatAsked([report])}\n${later}`);
    });

  program
    .command('asked')
    .description('what became of what you asked for at this machine')
    .argument('[key]', 'only of one, by its key')
    .option('--data <folder>', dataText)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  fettle-agent asked\n  fettle-agent asked --json')
    .action((key: string | undefined, { data, json }: { data?: string; json?: true }) => {
      const items = askedHere(folderHere(data), ownFolder(), key);
      print(json ? JSON.stringify({ items, next: null }) : formatAsked(items));
    });
}
