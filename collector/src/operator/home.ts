import { join } from 'node:path';

/** What lies in the operator's folder (FETTLE_HOME), which is never the collector's data folder. */
export interface Home {
  readonly folder: string;
  /** The operator's key, sealed or not. */
  readonly keyFile: string;
  /** Every root of this trust, `<version>.json`, an envelope each. Nothing secret. */
  readonly rootsFolder: string;
  rootFile(version: number): string;
}

export function homeAt(folder: string): Home {
  const rootsFolder = join(folder, 'roots');
  return {
    folder,
    keyFile: join(folder, 'operator.key'),
    rootsFolder,
    rootFile: (version) => join(rootsFolder, `${version}.json`),
  };
}
