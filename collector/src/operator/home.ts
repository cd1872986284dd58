import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';

/** What lies in the operator's folder (FETTLE_HOME), which is never the collector's data folder. */
export interface Home {
  readonly folder: string;
  /** The operator's key, sealed or not. */
  readonly keyFile: string;
  /** Further keys, `<name>.key` each, for who keeps several on this machine. */
  readonly keysFolder: string;
  /** Every root of this trust, `<version>.json`, an envelope each. Nothing secret. */
  readonly rootsFolder: string;
  /** The newest revocations that this home has seen, and how many orders each key signed. Nothing secret. */
  readonly knownFile: string;
  rootFile(version: number): string;
  /** @param name null: the operator's key itself */
  keyFileOf(name: string | null): string;
}

export function homeAt(folder: string): Home {
  const rootsFolder = join(folder, 'roots');
  const keysFolder = join(folder, 'keys');
  const keyFile = join(folder, 'operator.key');
  return {
    folder,
    keyFile,
    keysFolder,
    rootsFolder,
    knownFile: join(folder, 'known.json'),
    rootFile: (version) => join(rootsFolder, `${version}.json`),
    keyFileOf: (name) => (name === null ? keyFile : join(keysFolder, `${keyName(name)}.key`)),
  };
}

/** @throws FettleError `config_invalid` for what could be another path */
function keyName(name: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) return name;
  throw new FettleError(
    'config_invalid',
    `A key is called by small letters, digits and hyphens, not ${JSON.stringify(name)}.`,
  );
}
