/** What differs between systems when something is run: one small contract, chosen by the table in `platforms.ts`. */
import type { ChildProcess } from 'node:child_process';
import type { Interpreter } from '@fettle/shared/trust/action';
import type { ProgramPlatform } from '@fettle/shared/trust/script';

/** A user of this system. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

export interface Command {
  /** Full path of the program, and its arguments. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Null: as the executor itself. */
  readonly account: Account | null;
  /** Random, also in the environment as `FETTLE_RUN`: what bears it belongs to the run. */
  readonly cookie: string;
}

/** A started program and everything that comes of it. */
export interface Tree {
  readonly child: ChildProcess;
  /** Asks all of it to end. */
  terminate(): void;
  /** Ends all of it; afterwards nothing of it is there, as far as this system can tell. */
  kill(): Promise<void>;
}

export interface Platform {
  readonly programs: ProgramPlatform;
  /** The command line of an interpreter up to the script's file, and what its file's name ends with; null: it is not here. */
  interpreter(name: Interpreter): { readonly argv: readonly string[]; readonly ending: string } | null;
  /** Null: there is none of this name, or this process may not become it. */
  account(name: string): Account | null;
  /** What every program finds in its environment. */
  environment(account: Account | null): Readonly<Record<string, string>>;
  /** Output of both kinds comes from the child's stdout. @throws Error where it cannot be started */
  start(command: Command): Tree;
  /** Ends what an executor that was killed left running. */
  sweep(cookie: string): Promise<void>;
  /** Removes a folder that a program of this account could write. */
  removeFolder(folder: string): void;
  /** Command lines of the closed deeds; null: not on this system. */
  restart(unit: string): readonly string[] | null;
  reboot(minutes: number, why: string): readonly string[] | null;
}
