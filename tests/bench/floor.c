/*
 * What the agent's reads cost by themselves: the same files of /proc and /sys at the same times, with kept descriptors and
 * one buffer, every number parsed and added up, nothing sent. `floor SECONDS` measures every so many seconds until it is
 * ended; how many numbers it read stands on stdout once a cycle.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 6, ALWAYS = 20, KEPT = 400, MOST = 32768, FILES = 64 };

static const char *const paths[] = {
    "/proc/stat", "/proc/meminfo", "/proc/diskstats", "/proc/net/dev", "/proc/pressure/cpu", "/proc/pressure/memory",
    "/proc/pressure/io", "/proc/loadavg", "/proc/sys/kernel/threads-max", "/proc/sys/kernel/pid_max", "/proc/vmstat",
    "/proc/loadavg", "/proc/sys/fs/file-nr", "/proc/net/sockstat", "/proc/net/sockstat6", "/proc/net/snmp",
    "/proc/net/netstat", "/proc/sys/net/netfilter/nf_conntrack_count", "/proc/sys/net/netfilter/nf_conntrack_max",
    "/proc/uptime", "/proc/self/statm", "/proc/net/snmp6",
};

struct process {
  int pid, stat, io, seen, readings;
};

static char buffer[256 * 1024];
static struct process known[MOST];
static int processes, lists;
static int files[FILES], count;
static double sum;
static unsigned long numbers;

static int load(int file) {
  int length = 0, got;
  do {
    got = pread(file, buffer + length, sizeof buffer - length, length);
    if (got > 0) length += got;
  } while (got >= 2048 && length < (int)sizeof buffer);
  return got < 0 && length == 0 ? -1 : length;
}

static int take(int file) {
  int length = load(file);
  for (int at = 0; at < length;) {
    if (!isdigit((unsigned char)buffer[at])) {
      at++;
      continue;
    }
    double value = 0;
    while (at < length && isdigit((unsigned char)buffer[at])) value = value * 10 + (buffer[at++] - '0');
    sum += value;
    numbers++;
  }
  return length;
}

static void keep(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file >= 0 && count < FILES) files[count++] = file;
}

static void keep_interfaces(void) {
  char path[512];
  DIR *folder = opendir("/sys/class/net");
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/sys/class/net/%s/operstate", entry->d_name);
    keep(path);
  }
  if (folder) closedir(folder);
}

static int open_of(int pid, const char *file) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
  return open(path, O_RDONLY | O_CLOEXEC);
}

static void forget(int at) {
  if (known[at].stat >= 0) close(known[at].stat);
  if (known[at].io >= 0) close(known[at].io);
  known[at] = known[--processes];
}

static void list(void) {
  DIR *folder = opendir("/proc");
  lists++;
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    int pid = atoi(entry->d_name), at = 0;
    if (pid <= 0) continue;
    while (at < processes && known[at].pid != pid) at++;
    if (at == processes && processes < MOST) known[processes++] = (struct process){pid, -1, -1, 0, 0};
    if (at < MOST) known[at].seen = lists;
  }
  if (folder) closedir(folder);
  for (int at = processes - 1; at >= 0; at--)
    if (known[at].seen != lists) forget(at);
}

/* New ones and a few that stand for the top lists at every scan, the others at each sixth. */
static void scan(int turn) {
  for (int at = processes - 1; at >= 0; at--) {
    struct process *process = &known[at];
    if (process->readings > 1 && process->pid % ROUNDS != turn && at >= ALWAYS) continue;
    if (process->stat < 0) process->stat = open_of(process->pid, "stat");
    if (process->io < 0) process->io = open_of(process->pid, "io");
    if (process->stat < 0 || take(process->stat) <= 0) {
      forget(at);
      continue;
    }
    if (process->io >= 0) take(process->io);
    process->readings++;
    if (processes <= KEPT) continue;
    close(process->stat);
    if (process->io >= 0) close(process->io);
    process->stat = process->io = -1;
  }
}

int main(int arguments, char **values) {
  double seconds = arguments > 1 ? atof(values[1]) : 10;
  struct timespec next;
  int newest = -1;
  for (unsigned at = 0; at < sizeof paths / sizeof *paths; at++) keep(paths[at]);
  keep_interfaces();
  int loadavg = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int cycle = 0;; cycle++) {
    numbers = 0;
    for (int at = 0; at < count; at++) take(files[at]);
    int length = load(loadavg), last = length;
    while (last > 0 && buffer[last - 1] != ' ') last--;
    int pid = length > 0 ? atoi(buffer + last) : -1;
    if (pid != newest || cycle % ROUNDS == 0) list();
    newest = pid;
    scan(cycle % ROUNDS);
    printf("%lu %g\n", numbers, sum);
    fflush(stdout);
    double whole = (double)(long)seconds;
    next.tv_sec += (long)whole;
    next.tv_nsec += (long)((seconds - whole) * 1e9);
    if (next.tv_nsec >= 1000000000L) next.tv_sec++, next.tv_nsec -= 1000000000L;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
  }
}
