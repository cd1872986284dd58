// pure
import type { Preset } from './preset.ts';

/** Fettle's own form (docs/notices.md). */
export const plain: Preset = (url, message) => {
  const { key, kind, severity, subject, text, incidents, device, site, link, time } = message;
  const body = { version: 1, key, kind, severity, subject, text, incidents, device, site, link, time };
  return { url, headers: {}, body: JSON.stringify(body) };
};
