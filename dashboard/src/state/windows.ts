import type { Window } from '@fettle/shared/api/windows';
import { readWindows } from '../api/windows.ts';
import { resource } from './resource.ts';

/** Every maintenance window that the person may see. */
export const windows = resource<readonly Window[]>((signal) => readWindows(signal));
