/**
 * Every error that crosses a border has a code from here: HTTP problem+json, the agent protocol, the CLI with `--json`.
 * The text says what happened and what to do; codes never change their meaning.
 */
export const errorCodes = {
  // the agent protocol
  token_malformed: 'This is not an enrolment token. Copy the whole line that `fettle token enrol` printed.',
  token_unknown: 'The collector does not know this token. Make a new one with `fettle token enrol`.',
  token_expired: 'This token’s time is over. Make a new one with `fettle token enrol`.',
  token_used_up: 'This token has been used as often as it allows. Make a new one with `fettle token enrol`.',
  device_unknown: 'The collector does not know this device. Enrol it again with a new token.',
  device_quarantined: 'This device is quarantined: two agents answered for it. See `fettle device`.',
  device_retired: 'This device was retired. Enrol it again with a new token.',
  protocol_version_unsupported: 'Agent and collector share no protocol version. Update the older one.',
  message_malformed: 'A message was not of the form that the protocol describes.',
  message_too_large: 'A message was larger than the protocol allows.',
  message_unexpected: 'A message came at a moment when the protocol does not allow it.',
  signature_invalid: 'A signature does not fit its key. Check that agent and collector belong together.',
  identity_unknown: 'The collector’s key is not listed in this device’s trust root. Do not trust it; ask the operator.',
  root_mismatch: 'The collector’s trust root is not the one that the token names. Do not trust it; ask the operator.',
  frame_malformed: 'A frame could not be decoded.',
  frame_value_invalid: 'A frame carries a value that is not a finite number.',
  frame_time_invalid: 'A frame’s time is negative or not a whole number of milliseconds.',
  frame_ahead: 'A frame lies more than 5 minutes in the future. Send it again once the clock’s offset is measured.',
  series_limit: 'More series than a device may have (2,048). Those beyond were left out.',
  name_too_long: 'A name is longer than the protocol allows.',
  slow_down: 'Too much at once. Wait for the time given, then go on.',
  // the agent
  collector_unreachable: 'The collector cannot be reached. Check its address, the network between, and that it runs.',
  connection_lost: 'The connection to the collector ended. The agent keeps its frames and connects again by itself.',
  not_enrolled: 'This device is not enrolled. Run `fettle-agent enrol` with a token from `fettle token enrol`.',
  enrolled_already: 'This device is enrolled already. To enrol it anew, choose another data folder or remove this one.',
  proxy_refused: 'The HTTP proxy gives no way to the collector. Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.',
  root_needed: 'Only the administrator may do this. Run it again with sudo.',
  system_unsupported: 'This is not yet done on this kind of system.',
  service_failed: 'The service manager did not do what it was asked. `fettle-agent doctor` says more.',
  tls_pin_mismatch:
    'The certificate is not of the collector that this device’s token names. Somebody may be in between; ask the operator.',
  tls_certificate_invalid: 'The collector’s certificate is not good for this address.',
  tls_certificate_expired: 'The collector’s certificate is over, or this device’s clock is wrong.',
  tls_required: 'This needs TLS: an address that begins with https://.',
  // the API
  not_signed_in: 'Sign in first, or send `Authorization: Bearer` with an API token.',
  not_allowed: 'Your role does not allow this.',
  not_found: 'There is no such thing, or not within your sites.',
  input_invalid: 'The request is not of the form that the API describes.',
  changed_meanwhile: 'Somebody changed this since you read it. Read it again, then repeat your change.',
  change_state: 'The change is not in a state in which this can be done.',
  calendar_in_use: 'Something is reckoned by this calendar. Give it another one first.',
  own_change: 'Who made a change, or wrote its last words, cannot approve or refuse it. Ask somebody else.',
  service_cycle: 'A service cannot rely on itself, nor on what relies on it. Take one of them out.',
  service_in_use: 'Another service relies on it. Take it out of that one first.',
  own_request: 'Nobody approves or refuses what they asked for. Ask somebody else.',
  request_state: 'The request is not in a state in which this can be done.',
  incident_state: 'The incident is not in a state in which this can be done.',
  login_failed: 'Name or password is wrong.',
  setup_done: 'This collector is already set up. Sign in.',
  setup_code_wrong:
    'This is not the setup code, or its 30 minutes are over. The collector prints a new one at its start.',
  password_weak: 'Choose a password of at least 12 characters that is not a common one.',
  password_wrong: 'The password that you gave as your present one is wrong.',
  invitation_over: 'This invitation was used, replaced, or its 72 hours are over. Ask for a new one.',
  name_taken: 'Somebody else has this name. Choose another.',
  last_admin: 'Nobody else could manage this collector. Make somebody else an administrator of all sites first.',
  too_many_requests: 'Too many requests. Wait for the time given, then go on.',
  query_too_large: 'The answer would be too large. Ask for fewer devices, a shorter time or a longer step.',
  query_too_long:
    'The answer would take too much work. Ask for fewer devices, a shorter time or, best, a step of whole hours.',
  internal: 'The collector failed to do this. Its log says why.',
  not_ready: 'The collector is not ready yet.',
  channel_failed: 'The other end did not take the notice.',
  statement_refused: 'What was signed does not hold here.',
  statement_older: 'A newer statement of this kind is known already.',
  order_state: 'The order is not in a state in which this can be done.',
  link_over: 'This link is over. Sign in instead.',
  secret_unreadable:
    'A channel’s secret cannot be read: the key file notices.key of the data folder is another. Set the secret again.',
  // start and configuration
  config_invalid: 'The configuration has an error.',
  disk_full:
    'The collector’s disk is full. It answers what it knows and takes nothing new; make room, and it goes on by itself.',
  data_unwritable: 'The data folder cannot be written.',
  data_in_use: 'Another process uses this data folder.',
  folder_not_empty: 'The folder is not empty.',
  backup_damaged: 'This is no whole backup.',
  database_newer: 'The database was made by a newer version. Start that version, or restore a backup of this one.',
  port_in_use: 'The port is in use. Stop what uses it, or choose another with FETTLE_PORT.',
  bind_needs_tls: 'Plain HTTP is for loopback only.',
  tls_files_damaged: 'The files of the collector’s own certificate authority cannot be used.',
  tls_certificate_unusable: 'The certificate of the configuration cannot be used.',
  trust_exists: 'There is a trust root here already.',
  trust_missing: 'There is no trust root here yet. Run `fettle setup --solo`.',
  trust_damaged: 'The trust root here is damaged. Restore FETTLE_HOME from a backup.',
  home_unwritable: 'The operator’s folder (FETTLE_HOME) cannot be written.',
  passphrase_needed: 'The operator’s key needs a passphrase here.',
  key_unreadable: 'The operator’s key could not be opened.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An error that may be shown to people: its code, and a text of its own where the code's is too general. */
export class FettleError extends Error {
  readonly code: ErrorCode;
  /** What else a program may want to know; never insides. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, text?: string, details: Readonly<Record<string, unknown>> = {}) {
    super(text ?? errorCodes[code]);
    this.name = 'FettleError';
    this.code = code;
    this.details = details;
  }
}
