// pure
import { matches, type Selectable } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { openUntil } from './expand.ts';
import type { Window } from './types.ts';

/** A device, with all that windows ask of one. */
export type Placed = Selectable & { readonly id: string };

/** Whether a window is for a device, whenever it is open. */
export function isFor({ selector, devices, scope }: Pick<Window, 'selector' | 'devices' | 'scope'>, device: Placed): boolean {
  if (devices !== null && !devices.includes(device.id)) return false;
  if (scope.sites !== 'all' && !scope.sites.includes(device.site)) return false;
  return [scope.selector ?? '', selector].every((text) => matches(parseSelector(text), device));
}

/** The window that is open for a device at a time, the one that ends last where there are several; null: none. */
export function openAt(
  windows: readonly Window[],
  device: Placed,
  time: number,
): { readonly window: Window; readonly until: number } | null {
  let found: { window: Window; until: number } | null = null;
  for (const window of windows) {
    if (!window.enabled) continue;
    const until = openUntil(window.when, time);
    if (until === null || until <= (found?.until ?? 0) || !isFor(window, device)) continue;
    found = { window, until };
  }
  return found;
}
