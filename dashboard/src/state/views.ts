import type { SavedView } from '@fettle/shared/api/views';
import { readViews } from '../api/views.ts';
import { resource } from './resource.ts';

/** Saved views of the explorer that the person may see, by name. */
export const views = resource<readonly SavedView[]>((signal) => readViews(signal));
