import { checked } from '@fettle/shared/api/checked';
import { ScriptPage } from '@fettle/shared/api/scripts';
import { Command } from 'commander';
import { type Desk, refreshed, standpoint } from '../operator/desk.ts';
import type { Done, Prepared } from '../operator/prepared.ts';
import type { Heard } from '../operator/standpoint.ts';
import { prepareScript } from '../operator/prepare-others.ts';
import { asText } from '../operator/words/paper.ts';
import { FettleError } from '@fettle/shared/errors';
import { configured } from './flags.ts';
import { isOpen } from './open-key.ts';
import { print } from './output.ts';
import { bodyIn } from './script-folder.ts';
import { confirmed, openSigner } from './signer.ts';
import { type SignFlags, signHere, signing, withDesk } from './sign-here.ts';

interface Flags extends SignFlags {
  readonly from?: string;
  readonly shipped?: boolean;
  readonly ifOpen?: boolean;
}

/** `fettle script publish`: a publisher vouches for a script. */
export function publishCommand(): Command {
  return signing(new Command('publish'))
    .description('Read a script that waits, and sign it: from then on operators may run it')
    .argument('[name]', 'its name')
    .option('--from <folder>', 'what lies in a folder instead of what waits at the collector')
    .option('--shipped', 'all scripts that ship with Fettle and wait')
    .option('--if-open', 'do nothing where your key needs a passphrase that nobody gave, or may not publish alone')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle script publish hello\n  npx --no fettle script publish --shipped --yes\n',
    )
    .action(async (name: string | undefined, _options, command: Command) => {
      const flags = command.opts<Flags>();
      const own = flags.from === undefined ? null : bodyIn(flags.from);
      const wanted = name ?? own?.name;
      if ((wanted === undefined) === (flags.shipped !== true))
        throw new FettleError('config_invalid', 'Say which script, or --shipped for all that ship and wait.');
      if (flags.ifOpen === true && !(await isOpen(configured(command).config, 'publisher', flags.key)))
        return print(
          flags.json ?? false,
          { items: [] },
          'Your key is not open here: publish with `fettle script publish --shipped`.',
        );
      await withDesk(command, 'operator', async (desk, config) => {
        if (wanted !== undefined)
          return signHere(command, desk, config, await prepareScript(desk, wanted, { own: own?.body ?? null }));
        const stand = await standpoint(desk, 'publisher');
        const ready = await shippedOnes(desk, stand);
        if (flags.show)
          return print(
            flags.json ?? false,
            ready.map(({ paper }) => paper),
            ready.map(({ paper }) => asText(paper)).join('\n\n'),
          );
        if (ready.length > 0 && flags.yes !== true) {
          process.stderr.write(
            `${ready.map(({ paper }) => `  ${paper.title}`).join('\n')}\n\nWith --show all of them are printed whole.\n`,
          );
          await confirmed(null, flags);
        }
        const signer = await openSigner(config, desk.key);
        const done: Done[] = [];
        for (const one of ready) done.push(await one.sign(signer));
        // Also where no script waits: whoever starts the collector of one person has said that all is current.
        await refreshed(desk, stand, signer);
        const items = done.map(({ result }) => result);
        print(
          flags.json ?? false,
          { items },
          done.length === 0
            ? 'All scripts that ship are published.'
            : `${done.length} scripts that ship are published.`,
        );
      });
    });
}

async function shippedOnes(desk: Desk, stand: Heard): Promise<Prepared[]> {
  const page = checked(ScriptPage, await desk.collector.ask('GET', '/scripts?limit=1000'), 'The list of scripts');
  const waiting = page.items.filter(({ origin, draft }) => origin === 'shipped' && draft);
  const ready: Prepared[] = [];
  for (const { name } of waiting) ready.push(await prepareScript(desk, name, { among: stand }));
  return ready;
}
