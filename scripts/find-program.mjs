// Where the programs of tests/support/packages.json are on this machine. Runs before anything is installed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';

/**
 * @typedef {object} Needed
 * @property {string} name
 * @property {string} for which tests need it
 * @property {string[]} apt Debian's packages
 * @property {string} override the environment's name for a path of one's own
 * @property {string[]} commands looked for on PATH
 * @property {string[]} files full paths, with `*` within a segment and `${NAME}` of the environment
 */

/** @type {readonly Needed[]} every program that tests need beyond Node */
export const needed = JSON.parse(readFileSync(new URL('../tests/support/packages.json', import.meta.url), 'utf8'));

/**
 * @param {string} name
 * @returns {string | undefined} the full path of a program in the list, the newest version where there are several
 */
export function findProgram(name) {
  const entry = needed.find((one) => one.name === name);
  if (!entry) throw new Error(`${name} is not in tests/support/packages.json`);
  return locate(entry, process.env);
}

/**
 * @param {Needed} entry
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | undefined}
 */
export function locate(entry, environment) {
  const own = environment[entry.override];
  if (own) return existsSync(own) ? own : undefined;
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const onPath = entry.commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  const elsewhere = entry.files.flatMap((pattern) => expand(pattern, environment));
  return [...onPath, ...elsewhere].find((file) => existsSync(file));
}

/**
 * @param {string} pattern
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string[]}
 */
function expand(pattern, environment) {
  let known = true;
  const path = pattern.replaceAll(/\$\{([^}]+)\}/g, (_, name) => {
    known &&= Boolean(environment[name]);
    return environment[name] ?? '';
  });
  if (!known) return [];
  const [before, after] = path.split('*');
  if (before === undefined || after === undefined) return [path];
  const folder = dirname(`${before}x`);
  if (!existsSync(folder)) return [];
  const newestFirst = (a, b) => b.localeCompare(a, 'en', { numeric: true });
  const matching = readdirSync(folder)
    .map((entry) => folder + (folder.endsWith(sep) ? '' : '/') + entry)
    .filter((entry) => entry.startsWith(before));
  return matching.toSorted(newestFirst).map((entry) => entry + after.replace(/^[^/]*/, ''));
}
