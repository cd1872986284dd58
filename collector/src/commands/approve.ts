import { Command } from 'commander';
import { checked } from '@fettle/shared/api/checked';
import { ApprovalPage } from '@fettle/shared/api/orders';
import { prepareApproval } from '../operator/prepare-approval.ts';
import { timeWords } from '../operator/words/time.ts';
import { zoneHere } from './flags.ts';
import { print, table } from './output.ts';
import { withCollector } from './reach.ts';
import { type SignFlags, signHere, signing, withDesk } from './sign-here.ts';

/** `fettle approve`: the second signature. */
export function approveCommand(): Command {
  return signing(new Command('approve'))
    .description(
      'Sign second what somebody else has signed: an order or a standing order; without an id, list what waits',
    )
    .argument('[id]', 'the id of the order or standing order')
    .addHelpText('after', '\nExamples:\n  npx --no fettle approve\n  npx --no fettle approve o0123456789abcdef\n')
    .action(async (id: string | undefined, _options, command: Command) => {
      if (id === undefined) return listWaiting(command);
      await withDesk(command, 'operator', async (desk, config) =>
        signHere(command, desk, config, await prepareApproval(desk, id)),
      );
    });
}

async function listWaiting(command: Command): Promise<void> {
  const page = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
    checked(ApprovalPage, await collector.ask('GET', '/approvals'), 'The list of approvals'),
  );
  const zone = zoneHere();
  const rows = page.items.map((one) => [
    one.id,
    one.kind,
    one.signedBy.join(', '),
    timeWords(one.expires, zone),
    one.title,
    one.dangers.join('; '),
  ]);
  const words =
    rows.length === 0
      ? 'Nothing waits for a second signature.'
      : table(['Id', 'Kind', 'Signed by', 'Over on', 'What', 'Dangerous because'], rows);
  print(command.opts<SignFlags>().json ?? false, page, words);
}
