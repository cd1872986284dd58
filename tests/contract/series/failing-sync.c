/* While the file named by FAILING_SYNC exists, every second flush of a disk fails, and every third write to a journal. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static int counted;

static int fails(int nth) {
  const char *file = getenv("FAILING_SYNC");
  return file && access(file, F_OK) == 0 && __sync_add_and_fetch(&counted, 1) % nth == 0;
}

static int flush(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  if (!fails(2)) return real(fd);
  errno = EIO;
  return -1;
}

int fsync(int fd) { return flush("fsync", fd); }
int fdatasync(int fd) { return flush("fdatasync", fd); }

static ssize_t put(const char *name, int fd, const void *data, size_t size, off_t at) {
  ssize_t (*real)(int, const void *, size_t, off_t) = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, name);
  if (size < 512 || !fails(3)) return real(fd, data, size, at);
  errno = EIO;
  return -1;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return put("pwrite", fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) { return put("pwrite64", fd, data, size, at); }
