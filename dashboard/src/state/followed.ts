import { useEffect } from 'preact/hooks';
import { hear } from '../live/live.ts';

/** When the draft is signed, with the order or the standing order that it became. */
export function useSigned(draft: string, signed: (id: string) => void): void {
  useEffect(() => {
    if (draft === '') return undefined;
    return hear((message) => {
      if (message.name !== 'event' || message.data.detail['draft'] !== draft) return;
      const id = message.data.detail['order'] ?? message.data.detail['standing'];
      if (typeof id === 'string') signed(id);
    });
  }, [draft]);
}
