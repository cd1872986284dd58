/** The agent as a service of systemd. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { readIfThere } from '../../durable-file.ts';
import type { Host } from '../../samplers/sampler.ts';
import { accountOf, checkUserName, isMade, makeAccount, removeAccount } from './account.ts';
import { checkFolder, giveFolder, removeFolder } from './data-folder.ts';
import { checkProgram, placeProgram, type ProgramFiles, programFolder, removeProgram } from './program.ts';
import {
  executorTexts,
  installExecutor,
  pinExecutor,
  purgeExecutor,
  uninstallExecutor,
  writeUnit,
} from './executor-service.ts';
import type { Done, InstalledService, ServiceManager, ServiceState } from './service.ts';
import { makeShortcut, removeShortcut, shortcutPath } from './shortcut.ts';
import { planIn, type ServicePlan, unitName, unitText } from './unit-file.ts';

const unitPath = join('/etc/systemd/system', unitName);
const withinMs = 60_000;

/** sd_booted(3) */
export const systemdRuns = (): boolean => existsSync('/run/systemd/system');

/** The agent's unit, also where systemd does not run now; null: there is none. */
export function installedUnit(): InstalledService | null {
  const plan = planIn(readIfThere(unitPath) ?? '');
  return plan === null ? null : { ...plan, name: unitName };
}

/** What would be written, a unit after the other. */
export function systemdTexts(plan: ServicePlan): string {
  return [unitText(plan), ...(plan.monitorOnly ? [] : executorTexts(plan))].join('\n');
}

/** @param host may run systemctl, useradd and userdel */
export function createSystemd(host: Host): ServiceManager {
  const systemctl = async (...args: readonly string[]): Promise<string> => {
    try {
      return await host.run('systemctl', ['--no-pager', ...args], withinMs);
    } catch (error) {
      throw failed(error);
    }
  };

  async function install(plan: ServicePlan, files: ProgramFiles): Promise<Done> {
    checkUserName(plan.user);
    checkFolder(plan.folder);
    const done: string[] = [];
    const replaced = placeProgram(files);
    if (replaced) done.push(`Copied the program to ${programFolder}.`);
    checkProgram(plan.program);
    let account = accountOf(plan.user);
    if (account === undefined) {
      account = await makeAccount(host, plan.user, plan.folder);
      done.push(`Made the user ${plan.user}, who may nothing but run the agent.`);
    }
    // Before the agent's user can write there.
    if (!plan.monitorOnly) done.push(...pinExecutor(plan.folder));
    if (giveFolder(plan.folder, account)) done.push(`Gave ${plan.folder} to ${plan.user}.`);
    done.push(...(plan.monitorOnly ? await uninstallExecutor(systemctl) : await installExecutor(plan, systemctl)));
    const changed = writeUnit(unitPath, unitText(plan));
    if (changed) {
      done.push(`Wrote ${unitPath}.`);
      await systemctl('daemon-reload');
    }
    const before = await state();
    if (!before.enabled) {
      await systemctl('--quiet', 'enable', unitName);
      done.push('It starts with the machine.');
    }
    if (before.active !== 'active' || changed || replaced) {
      await systemctl('restart', unitName);
      done.push(before.active === 'active' ? 'Started it again.' : 'Started it.');
    }
    if (makeShortcut(plan.program)) done.push(`Wrote ${shortcutPath}: every local user can ask fettle-agent status.`);
    return done;
  }

  async function uninstall(): Promise<Done> {
    const done: string[] = [];
    if (existsSync(unitPath)) {
      await systemctl('--quiet', 'disable', '--now', unitName);
      rmSync(unitPath);
      await systemctl('daemon-reload');
      // A failed unit would be remembered though its file is gone; one that did not fail is no error.
      if ((await state()).active === 'failed') await systemctl('reset-failed', unitName);
      done.push('Stopped the service, with a goodbye to the collector if it can be reached.', `Removed ${unitPath}.`);
    }
    done.push(...(await uninstallExecutor(systemctl)));
    if (removeShortcut()) done.push(`Removed ${shortcutPath}.`);
    if (removeProgram()) done.push(`Removed the program, ${programFolder}.`);
    return done;
  }

  async function purge({ folder, user }: Pick<ServicePlan, 'folder' | 'user'>): Promise<Done> {
    const done: string[] = [];
    if (removeFolder(folder)) done.push(`Removed ${folder}, and with it this device’s keys.`);
    done.push(...purgeExecutor());
    const account = accountOf(user);
    if (account !== undefined && isMade(account, folder)) {
      await removeAccount(host, user);
      done.push(`Removed the user ${user}.`);
    }
    return done;
  }

  async function state(): Promise<ServiceState> {
    return stateIn(
      await systemctl('show', '--property=ActiveState,UnitFileState,NRestarts', unitName),
      existsSync(unitPath),
    );
  }

  return {
    describe: systemdTexts,
    install,
    uninstall,
    purge,
    state,
  };
}

/** From the lines of `systemctl show`. */
export function stateIn(properties: string, installed: boolean): ServiceState {
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(properties)?.[1];
  return {
    installed,
    active: value('ActiveState') || null,
    enabled: value('UnitFileState') === 'enabled',
    restarts: Number(value('NRestarts') ?? 0) || 0,
  };
}

function failed(cause: unknown): FettleError {
  const error = new FettleError('service_failed', cause instanceof Error ? `${cause.message}.` : undefined);
  error.cause = cause;
  return error;
}
