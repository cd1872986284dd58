import { existsSync } from 'node:fs';
import { service } from '../platform/service/executor-place.ts';
import type { ServiceManager } from '../platform/service/service.ts';
import type { ServicePlan } from '../platform/service/unit-file.ts';

export interface UninstallOptions {
  /** What the installed service uses, or where there is none, what it usually uses. */
  readonly uses: Pick<ServicePlan, 'folder' | 'user'>;
  readonly purge: boolean;
}

export interface UninstallResult {
  readonly done: readonly string[];
  /** What is left on this machine. */
  readonly remains: readonly string[];
}

/** Removes the service, with `purge` every trace. Asks no collector. @throws FettleError `service_failed` */
export async function uninstallCommand(
  { uses, purge }: UninstallOptions,
  manager: ServiceManager,
): Promise<UninstallResult> {
  const { folder } = uses;
  const done = [...(await manager.uninstall())];
  if (purge) done.push(...(await manager.purge(uses)));
  const remains = [
    ...(existsSync(folder) ? [`${folder}: this device’s keys and what was not sent yet`] : []),
    ...(existsSync(service.folder) ? [`${service.folder}: whom this machine obeys, and what was run on it`] : []),
  ];
  return { done, remains };
}

export function formatUninstall({ done, remains }: UninstallResult): string {
  const left =
    remains.length === 0
      ? ['Nothing of the agent is left on this machine.']
      : ['What remains:', ...remains.map((one) => `  ${one}`), 'Remove that too: sudo fettle-agent uninstall --purge'];
  return [...(done.length === 0 ? ['There was no service.'] : done), ...left].join('\n');
}
