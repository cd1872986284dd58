import type { OrderDetail, RunItem, RunMatrix, RunState } from '@fettle/shared/api/orders';
import { readMatrix, readOrder, readOrderRuns } from '../../api/orders.ts';
import type { LiveMessage } from '../../live/stream.ts';
import { countCells, withRuns } from './cells.ts';
import { troubles } from './states.ts';
import { type Resource, resource } from '../../state/resource.ts';

/** Everything that the page of one order shows. */
export interface OrderPageState {
  readonly id: string;
  readonly detail: Resource<OrderDetail>;
  readonly matrix: Resource<RunMatrix>;
  /** Runs that somebody should look at, the worst first; at most so many of each kind. */
  readonly troubles: Resource<readonly RunItem[]>;
  /** Takes what came live; runs are put in a few times a second, however many turn. */
  readonly take: (message: LiveMessage) => void;
  readonly read: () => void;
  readonly stop: () => void;
}

const mostOfAKind = 100;
const batchMs = 250;

async function readTroubles(id: string, cells: RunMatrix['cells'], signal: AbortSignal): Promise<readonly RunItem[]> {
  const counts = countCells(cells);
  const kinds = troubles.filter((state) => (counts[state] ?? 0) > 0);
  const found = await Promise.all(kinds.map((state) => readOrderRuns(id, { state, limit: mostOfAKind }, signal)));
  return found.flatMap(({ items }) => items);
}

export function orderPageState(id: string): OrderPageState {
  const detail = resource<OrderDetail>((signal) => readOrder(id, signal));
  const matrix = resource<RunMatrix>((signal) => readMatrix(id, signal));
  const failed = resource<readonly RunItem[]>((signal) => readTroubles(id, matrix.value.peek()?.cells ?? [], signal));
  const turned = new Map<string, RunState>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function put(): void {
    timer = undefined;
    const some = new Map(turned);
    turned.clear();
    matrix.update((before) => ({ ...before, cells: [...withRuns(before.cells, some)] }));
    if ([...some.values()].some((state) => troubles.includes(state))) failed.renew();
  }

  async function read(): Promise<void> {
    detail.renew();
    await matrix.load();
    failed.renew();
  }

  return {
    id,
    detail,
    matrix,
    troubles: failed,
    read: () => void read(),
    stop: () => clearTimeout(timer),
    take(message) {
      if (message.name === 'run' && message.data.order === id) {
        turned.set(message.data.device, message.data.state);
        timer ??= setTimeout(put, batchMs);
      }
      if (message.name !== 'event' || message.data.detail['order'] !== id) return;
      if (message.data.kind.startsWith('order.')) detail.renew();
    },
  };
}
