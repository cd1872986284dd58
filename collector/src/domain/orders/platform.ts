// pure
import type { ProgramPlatform, ScriptStatement } from '@fettle/shared/trust/script';

const kinds: readonly (readonly [RegExp, ProgramPlatform])[] = [
  [/windows/i, 'windows'],
  [/openwrt/i, 'openwrt'],
  [/mac ?os|darwin|os x/i, 'macos'],
  [/freebsd|opnsense|pfsense/i, 'freebsd'],
];

/** Which programs a system takes, by its pretty name; `''` while that is not known. */
export function platformOf(os: string): ProgramPlatform | '' {
  if (os === '') return '';
  return kinds.find(([form]) => form.test(os))?.[1] ?? 'linux';
}

/** Whether there is a program for it; of a system that is not known yet the device itself decides. */
export function runsOn({ programs }: Pick<ScriptStatement, 'programs'>, platform: ProgramPlatform | ''): boolean {
  if (platform === '' || programs[platform]) return true;
  return platform === 'openwrt' && programs.linux !== undefined;
}
