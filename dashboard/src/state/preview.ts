import type { OrderDraft, OrderDraftBody } from '@fettle/shared/api/orders';
import { useEffect, useState } from 'preact/hooks';
import { ApiProblem } from '../api/problem.ts';
import { previewDraft } from '../api/orders.ts';

const soonMs = 250;

export interface Preview {
  /** What the draft comes to, as the collector reckons it; what was found before stays while it is asked anew. */
  readonly draft: OrderDraft | undefined;
  readonly problem: ApiProblem | undefined;
  /** True while what is shown may be of an earlier form. */
  readonly late: boolean;
}

/** Asks the collector what an order comes to, shortly after it was last changed. */
export function usePreview(body: OrderDraftBody | undefined): Preview {
  const [draft, setDraft] = useState<OrderDraft>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [shown, setShown] = useState('');
  const key = body ? JSON.stringify(body) : '';
  useEffect(() => {
    if (!body) return undefined;
    const asking = new AbortController();
    async function ask(asked: OrderDraftBody) {
      try {
        setDraft(await previewDraft(asked, asking.signal));
        setProblem(undefined);
      } catch (error) {
        if (asking.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        setProblem(error);
      }
      setShown(key);
    }
    const soon = setTimeout(() => void ask(body), soonMs);
    return () => {
      clearTimeout(soon);
      asking.abort();
    };
  }, [key]);
  return { draft, problem, late: shown !== key };
}
