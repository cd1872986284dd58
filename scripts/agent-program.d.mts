/** Full path of what `npm run build:agent` writes. */
export const agentBundle: string;
export const agentSource: string;
/** Full path of the program that users run: the bundle where it is current, else the sources. */
export function agentProgram(): string;
/** Whether the bundle is there and nothing that it is made of was changed, added or removed since. */
export function bundleIsCurrent(): boolean;
