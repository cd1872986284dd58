/** What the gateway counted since the start, for /metrics. */
export interface GatewayCounters {
  /** Sockets open now, and those of them that are authenticated. */
  open: number;
  connected: number;
  enrolled: number;
  /** Frames made durable, and their columns. */
  frames: number;
  samples: number;
  /** Frames among them that were durable already. */
  duplicates: number;
  bytes: number;
  acks: number;
  unknownMessages: number;
  ingestFailures: number;
  factFailures: number;
  /** Words about orders that could not be taken, and those that came faster than they can be. */
  workFailures: number;
  workDropped: number;
  /** Connections that were refused or ended, by the code of the error. */
  readonly refused: Record<string, number>;
  /** Frames that can never be stored, by the code of the error. */
  readonly refusedFrames: Record<string, number>;
}

export function newCounters(): GatewayCounters {
  return {
    open: 0,
    connected: 0,
    enrolled: 0,
    frames: 0,
    samples: 0,
    duplicates: 0,
    bytes: 0,
    acks: 0,
    unknownMessages: 0,
    ingestFailures: 0,
    factFailures: 0,
    workFailures: 0,
    workDropped: 0,
    refused: {},
    refusedFrames: {},
  };
}
