import { ruleWords } from '@fettle/shared/rules/sentence';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { bodyOf, getRule, listRules, putRule, removeRule } from '../domain/rules/index.ts';
import { ruleKind, textOf } from '../edge/files/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';
import { ruleTestCommand } from './rule-test.ts';

/** `fettle rule`: the rules, one by one. `fettle apply` makes and changes them. */
export function ruleCommand(): Command {
  return new Command('rule')
    .description('Rules: what is looked at, and when somebody is told')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(ruleTestCommand())
    .addCommand(switchCommand('enable', true))
    .addCommand(switchCommand('disable', false))
    .addCommand(deleteCommand());
}

const at = ({ rules: store }: Records) => ({ store, now: systemClock.now() });
const isJson = (command: Command) => command.opts<{ json?: boolean }>().json ?? false;

function listCommand(): Command {
  return placed(new Command('list'))
    .description('All rules, by id')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const rules = await withRecords(configured(command).config, (records) => listRules(at(records), localActor));
      const items = rules.map((rule) => ({ ...rule, words: ruleWords(rule) }));
      const rows = items.map(({ id, enabled, origin, selector, words }) => [
        id,
        enabled ? 'on' : 'off',
        origin,
        selector === '' ? 'all' : selector,
        words,
      ]);
      const head = ['Id', 'Is', 'From', 'Devices', 'What'];
      const words =
        rows.length > 0 ? table(head, rows) : 'There are no rules yet: the collector makes some at its start.';
      print(isJson(command), { items, next: null }, words);
    });
}

function showCommand(): Command {
  return placed(new Command('show'))
    .description('One rule, as it stands in a file')
    .argument('<id>', 'its id, from `fettle rule list`')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      const rule = await withRecords(configured(command).config, (records) => getRule(at(records), localActor, { id }));
      const text = textOf(ruleKind, [{ id: rule.id, body: bodyOf(rule) }]);
      print(
        isJson(command),
        { ...rule, words: ruleWords(rule), file: text },
        `# ${ruleWords(rule)}\n${text.trimEnd()}`,
      );
    });
}

function switchCommand(name: string, enabled: boolean): Command {
  return placed(new Command(name))
    .description(`Switch a rule ${enabled ? 'on' : 'off'}${enabled ? '' : '; what it has opened ends'}`)
    .argument('<id>', 'its id, from `fettle rule list`')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      const after = await withRecords(configured(command).config, async (records) => {
        const rule = await getRule(at(records), localActor, { id });
        const { version } = rule;
        return putRule(at(records), localActor, { id, rule: { ...bodyOf(rule), enabled }, version });
      });
      print(isJson(command), { id, enabled: after.enabled }, `The rule ${id} is ${after.enabled ? 'on' : 'off'}.`);
    });
}

function deleteCommand(): Command {
  return placed(new Command('delete'))
    .description('Delete a rule; one of the default set does not come back')
    .argument('<id>', 'its id, from `fettle rule list`')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const { version } = await getRule(at(records), localActor, { id });
        await removeRule(at(records), localActor, { id, version });
      });
      print(isJson(command), { id, deleted: true }, `The rule ${id} is deleted.`);
    });
}
