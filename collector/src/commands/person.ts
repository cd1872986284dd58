import { type Role, roles } from '@fettle/shared/api/session';
import { FettleError } from '@fettle/shared/errors';
import { Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import {
  changePerson,
  type ContactWay,
  everywhere,
  invitePerson,
  listPeople,
  type Person,
  type PersonChange,
  renewInvitation,
} from '../domain/access/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, listed, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';
import { asServed } from './served.ts';
import { enrolmentPlace } from './tls/enrolment-place.ts';

/** `fettle person`: who may do what, where. */
export function personCommand(): Command {
  return new Command('person')
    .description('People: who may do what, where')
    .addCommand(listCommand())
    .addCommand(inviteCommand())
    .addCommand(changeCommand())
    .addCommand(disableCommand());
}

interface RightsFlags {
  readonly role?: Role;
  readonly site?: string[];
  readonly selector?: string;
  readonly zone?: string;
  readonly email?: string[];
  readonly json?: boolean;
}

function rights(command: Command): Command {
  return placed(command)
    .addOption(new Option('--role <role>', 'what they may do').choices(roles))
    .option('--site <site>', 'a site that they may see, repeatable; “all” for all', listed)
    .option('--selector <selector>', 'of the devices there only those, such as env=prod; empty: all')
    .option('--zone <zone>', 'their time zone, such as Europe/Berlin')
    .option('--email <address>', 'where they are reached, repeatable', listed)
    .option('--json', 'print JSON');
}

const sitesOf = (site: readonly string[]): Person['sites'] => (site.includes('all') ? 'all' : site);
const contactsOf = (email: readonly string[]): ContactWay[] => email.map((address) => ({ kind: 'email', address }));
const ports = ({ access, people }: Records) => ({ store: access, people, now: systemClock.now() });

function listCommand(): Command {
  return placed(new Command('list'))
    .description('Everybody, by name')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const items = await withRecords(configured(command).config, (records) => listPeople(records, localActor));
      const rows = items.map(({ id, name, role, sites, selector, state, teams }) => {
        const where = sites === 'all' ? sites : sites.join(', ');
        return [name, role, state, selector === '' ? where : `${where} (${selector})`, teams.join(', '), id];
      });
      const words =
        rows.length > 0 ? table(['Name', 'Role', 'State', 'Sites', 'Teams', 'Id'], rows) : 'Nobody is here yet.';
      print(command.opts<RightsFlags>().json ?? false, { items, next: null }, words);
    });
}

function inviteCommand(): Command {
  return rights(new Command('invite'))
    .description('Invite somebody, or give them a new link; it is good for 72 hours, once, and shown this once')
    .argument('<name>', 'with which they sign in')
    .option('--url <address>', 'the collector’s address as they see it')
    .addHelpText('after', '\nExample:\n  npx --no fettle person invite Ada --role technician --site berlin\n')
    .action(async (name: string, _options, command: Command) => {
      const flags = command.opts<RightsFlags & { url?: string }>();
      const config = await asServed(configured(command));
      const { url } = await enrolmentPlace(config, { url: flags.url }, systemClock.now());
      const { person, code, expiresAt } = await withRecords(config, (records) => invited(records, name, flags));
      const link = `${url}/invite?code=${code}`;
      const words = `For ${person.name}, good for 72 hours, once:\n\n  ${link}\n`;
      print(flags.json ?? false, { id: person.id, link, expiresAt }, words);
    });
}

/** Who is here already gets a new link; rights are then changed with `person change`. */
async function invited(records: Records, name: string, flags: RightsFlags) {
  const known = await records.access.personNamed(name);
  if (known) {
    if (flags.role ?? flags.site ?? flags.selector) {
      throw new FettleError(
        'name_taken',
        `${known.name} is here already. Change rights with \`fettle person change\`.`,
      );
    }
    return renewInvitation(ports(records), localActor, { id: known.id });
  }
  const isFirst = !(await records.access.anyPerson());
  if (isFirst && (flags.role !== 'admin' || flags.site !== undefined || flags.selector !== undefined)) {
    throw new FettleError(
      'input_invalid',
      'Nobody is here yet, and the first must be able to manage everything: use the setup code, or --role admin alone.',
    );
  }
  return invitePerson(ports(records), localActor, {
    name,
    role: flags.role ?? 'viewer',
    sites: sitesOf(flags.site ?? ['all']),
    selector: flags.selector ?? '',
    zone: flags.zone ?? 'UTC',
    contacts: contactsOf(flags.email ?? []),
  });
}

function changeCommand(): Command {
  return rights(new Command('change'))
    .description('Change what somebody is and may do; what is not given stays')
    .argument('<person>', 'their name or id')
    .option('--name <name>', 'a new name')
    .option('--enable', 'let somebody in again who was disabled')
    .action(async (wanted: string, _options, command: Command) => {
      const { role, site, selector, zone, email, name, enable, json } = command.opts<
        RightsFlags & { name?: string; enable?: boolean }
      >();
      const change = {
        ...(role && { role }),
        ...(site && { sites: sitesOf(site) }),
        ...(selector !== undefined && { selector }),
        ...(zone && { zone }),
        ...(email && { contacts: contactsOf(email) }),
        ...(name && { name }),
        ...(enable && { disabled: false }),
      };
      const person = await changed(command, wanted, change);
      print(json ?? false, shown(person), `${person.name} is changed.`);
    });
}

function disableCommand(): Command {
  return placed(new Command('disable'))
    .description('Shut somebody out: sessions and tokens end at once; what they did stays')
    .argument('<person>', 'their name or id')
    .option('--json', 'print JSON')
    .action(async (wanted: string, _options, command: Command) => {
      const person = await changed(command, wanted, { disabled: true });
      print(command.opts<RightsFlags>().json ?? false, shown(person), `${person.name} is shut out.`);
    });
}

const shown = ({ passwordHash: _hash, ...person }: Person) => person;

async function changed(
  command: Command,
  wanted: string,
  change: Omit<PersonChange, 'id' | 'version'>,
): Promise<Person> {
  return withRecords(configured(command).config, async (records) => {
    const all = await records.people.people(everywhere);
    const person = all.find(({ id }) => id === wanted) ?? (await records.access.personNamed(wanted));
    if (!person) throw new FettleError('not_found', `Nobody has the name or id ${wanted}. See \`fettle person list\`.`);
    return changePerson(ports(records), localActor, { ...change, id: person.id, version: person.version });
  });
}
