import type { EvidenceProvider } from './provider.ts';

/** What was altered on its device, or on what that hangs behind, within 30 minutes before it. */
export const suspects: EvidenceProvider = {
  kind: 'suspects',
  async look(ports, { incident, time }) {
    const items = await ports.suspects?.(incident, time);
    return items && items.length > 0 ? { content: { items } } : null;
  },
};
