/** Protocol versions this code speaks, newest first. */
export const versions: readonly number[] = [1];

/** The newest version that both sides speak, or undefined. */
export function commonVersion(theirs: readonly number[]): number | undefined {
  return versions.find((version) => theirs.includes(version));
}
