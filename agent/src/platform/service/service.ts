/** How the agent lives on as a service of this system. */
import type { ProgramFiles } from './program.ts';
import type { ServicePlan } from './unit-file.ts';

/** What was done, a line each for people. */
export type Done = readonly string[];

export interface ServiceState {
  readonly installed: boolean;
  /** The manager's own word: `active`, `failed`, `inactive`. Null where it does not say. */
  readonly active: string | null;
  /** Started with the machine. */
  readonly enabled: boolean;
  /** How often the manager had to start it again. */
  readonly restarts: number;
}

/** What is installed here as a service; any local user may know. */
export interface InstalledService extends Pick<ServicePlan, 'folder' | 'user'> {
  /** As the manager calls it. */
  readonly name: string;
}

export interface ServiceManager {
  /** What would be written, for people to read first. */
  describe(plan: ServicePlan): string;
  /**
   * Copies the program, makes user, folder and service, and starts it; what stands already is left, a program that differs
   * is replaced and the service started again. @throws FettleError
   */
  install(plan: ServicePlan, files: ProgramFiles): Promise<Done>;
  /** Stops and removes the service and its program. Works without a collector; what is not there is no error. @throws FettleError */
  uninstall(): Promise<Done>;
  /** Removes the data folder and the user that the install made. @throws FettleError */
  purge(plan: Pick<ServicePlan, 'folder' | 'user'>): Promise<Done>;
  /** Any local user may ask. */
  state(): Promise<ServiceState>;
}
