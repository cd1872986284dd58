// pure
/** The executor as a service of systemd: its socket is always there, its process only while something is asked. */
import { quoted } from './unit-file.ts';

export const socketUnit = 'fettle-executor.socket';
export const executorUnit = 'fettle-executor.service';

const head = '# Made by fettle-agent install; made anew by the next one.';

/** Only the agent’s user may connect: who may ask is decided by the file’s owner, what is run by signatures. */
export function socketText(path: string, user: string): string {
  return `${head}
[Unit]
Description=Where the Fettle agent asks for what operators signed to be run

[Socket]
ListenStream=${path}
SocketUser=${user}
SocketMode=0600
RemoveOnStop=yes

[Install]
WantedBy=sockets.target
`;
}

/** @param program Node and the executor's file */
export function executorText(program: readonly string[], folder: string): string {
  const command = [...program, '--folder', folder, '--listen'].map(quoted).join(' ');
  return `${head}
[Unit]
Description=Fettle executor: verifies what operators signed for this machine, and runs it
Documentation=man:systemd.exec(5)
Requires=${socketUnit}
After=${socketUnit}

[Service]
ExecStart=${command}
UMask=0077
# A group of its own below this one for each run, so that everything of it can be ended.
Delegate=yes
KillMode=mixed
# A script that takes too much memory is ended by itself.
OOMPolicy=continue
# What runs is asked to end, is ended 2 s later, and gets its receipt.
TimeoutStopSec=30
LimitCORE=0

# It runs maintenance as root: packages, units, clocks, networks, file systems. What none of that needs is closed.
LockPersonality=yes
RestrictRealtime=yes
KeyringMode=private
ProtectHostname=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET
# Left open with reason: ProtectSystem, ProtectHome, PrivateTmp (scripts tidy up there), ProtectKernel* and PrivateDevices
# (updates of kernels, checks of file systems), ProtectClock (time), RestrictSUIDSGID and NoNewPrivileges (packages bring such
# files, and confined programs change their domain), RestrictNamespaces (packages in namespaces), capabilities and system calls.
`;
}
