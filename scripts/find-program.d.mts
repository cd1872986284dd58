/** One entry of tests/support/packages.json. */
export interface Needed {
  readonly name: string;
  readonly for: string;
  readonly apt: readonly string[];
  readonly override: string;
  readonly commands: readonly string[];
  readonly files: readonly string[];
}
/** Every program that tests need beyond Node. */
export const needed: readonly Needed[];
/** The full path of a program in the list, the newest version where there are several. */
export function findProgram(name: string): string | undefined;
export function locate(entry: Needed, environment: Readonly<Record<string, string | undefined>>): string | undefined;
