// pure
/** The hardened unit of systemd in which the agent lives. */
import { executorSocket } from './executor-socket.ts';

export const unitName = 'fettle-agent.service';

/** What is to be run as a service, and as whom. Paths are absolute. */
export interface ServicePlan {
  /** Node and the agent's main file, where the service finds them. */
  readonly program: readonly string[];
  readonly folder: string;
  readonly user: string;
  /** Without the executor: this machine is measured and nothing else. */
  readonly monitorOnly?: boolean;
}

const stateRoot = '/var/lib/';

/** The unit file's text; the same plan gives the same text. */
export function unitText({ program, folder, user, monitorOnly = false }: ServicePlan): string {
  const executor = monitorOnly ? 'off' : executorSocket;
  const command = [...program, 'run', '--data', folder, '--executor', executor].map(quoted).join(' ');
  return `${head}
[Service]
ExecStart=${command}
ExecReload=/bin/kill -HUP $MAINPID
# Proxy and log level, if any: one NAME=value a line.
EnvironmentFile=-/etc/default/fettle-agent
User=${user}
Group=${user}
${writable(folder)}
${hardening}

[Install]
WantedBy=multi-user.target

# systemd does not read this; uninstall does.
[X-Fettle]
User=${user}
Data=${folder}
`;
}

/** What an installed unit says of itself; null for one that `unitText` did not make. */
export function planIn(text: string): Pick<ServicePlan, 'folder' | 'user'> | null {
  const own = text.split('[X-Fettle]\n')[1] ?? '';
  const user = /^User=(.+)$/m.exec(own)?.[1];
  const folder = /^Data=(.+)$/m.exec(own)?.[1];
  return user === undefined || folder === undefined ? null : { user, folder };
}

const head = `# Made by fettle-agent install; made anew by the next one. Changes of your own: systemctl edit ${unitName}
[Unit]
Description=Fettle agent: measures this machine for its collector
Documentation=man:systemd.exec(5)
After=network-online.target
Wants=network-online.target
# An agent that gave up would look like a machine that is off.
StartLimitIntervalSec=0
`;

/** The one folder that the agent may write. */
function writable(folder: string): string {
  const name = folder.slice(stateRoot.length);
  // StateDirectory is made and owned by systemd, also after a purge by hand.
  if (folder.startsWith(stateRoot) && !name.includes('/')) return `StateDirectory=${name}\nStateDirectoryMode=0755`;
  return `ReadWritePaths=${quoted(folder)}`;
}

const hardening = `# 0022: the status may be read by every local user; the keys are written 0600.
UMask=0022
Restart=always
RestartSec=2
# 2: wrong use, or a settings file that is wrong. No retry heals that.
RestartPreventExitStatus=2
TimeoutStopSec=10

NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
# Not "yes": a file system mounted at /home would be measured as an empty one.
ProtectHome=read-only
PrivateTmp=yes
PrivateMounts=yes
DevicePolicy=closed
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
# AF_NETLINK: the addresses of the interfaces. AF_UNIX: systemctl asks for the states of units.
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
LockPersonality=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
# Left out with reason: MemoryDenyWriteExecute (V8 compiles), PrivateDevices (fails in containers), ProtectProc and
# PrivateUsers (processes of others are measured), ProtectHostname (a new name would not be seen).`;

/** One word of a command line, as systemd.service(5) reads it. */
export function quoted(word: string): string {
  const text = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w./:=@%$-]+$/.test(text) ? text : `"${text}"`;
}
