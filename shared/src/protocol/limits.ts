/** Bounds that both sides keep; docs/protocol.md states them. */
export const limits = {
  /** Bytes of one WebSocket message. */
  messageBytes: 256 * 1024,
  /** Bytes of everything before authentication, and its time. */
  greetingBytes: 4 * 1024,
  greetingMs: 5_000,
  /** Series a device may have; beyond it counted and told. */
  series: 2_048,
  /** Characters of a metric name, of an attribute key or value, of a fact's name, of a fact's value. */
  metricName: 128,
  attribute: 256,
  /** Attributes of one series. */
  attributes: 16,
  factName: 128,
  factValue: 1_024,
  facts: 1_024,
  /** Rows of one table, characters of a row's name. */
  tableRows: 64,
  rowName: 64,
  /** Tables of a frame, columns of a table, names that a connection's tables may hold between two key frames. */
  tables: 8,
  tableColumns: 8,
  tableNames: 1_024,
  /** A key frame comes at the latest after so much time. */
  keyFrameMs: 600_000,
  /** Frames that may be sent without an acknowledgement. */
  unacknowledged: 600,
  /** A cumulative acknowledgement comes at the latest after so many frames or so much time. */
  ackFrames: 6,
  ackMs: 60_000,
  /** The agent's sampling interval, and the longest lease of a watch. */
  intervalMs: { min: 1_000, max: 3_600_000, usual: 10_000 },
  watchLeaseMs: 60_000,
  /** A frame further ahead of the collector's clock than this waits for an offset. */
  aheadMs: 300_000,
  /** And after waiting for so long it is refused: by then its agent has measured the offset many times over. */
  aheadPatienceMs: 600_000,
  /** Below this an offset is not applied to the time of a frame. */
  offsetMs: 2_000,
  /** Bytes of a script's body, and of the output of a run that is kept. */
  blobBytes: 131_072,
  outputBytes: 1_048_576,
  /** Standing orders that a device holds. */
  standing: 256,
  /** Characters of what somebody asks at the device; things that may be asked for there; keys wondered about at once. */
  askText: 4_000,
  askables: 64,
  wonderKeys: 64,
} as const;
