# Becomes process 1 of a machine that is thrown away. Runs within new namespaces (tests/support/throw-away.ts); $1 is an empty
# folder, $2 `own` (this machine's files, written to a memory file system over them) or the path of a busybox, of which the whole
# machine then consists. What was changed lies at /.changes.
set -eu
mount --make-rprivate /
mount -t tmpfs -o noatime,size=512m,mode=755 fettle-throw-away "$1"
mkdir "$1/root"
root=$1/root
if [ "$2" = own ]; then
  mkdir "$1/upper" "$1/work"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$root"
  mkdir "$root/.changes"
  mount --bind "$1/upper" "$root/.changes"
else
  # What is pivoted to must be a mount.
  mount -t tmpfs -o noatime,size=256m,mode=755 fettle-throw-away "$root"
  for folder in bin etc proc sys run dev tmp var var/log var/tmp var/lib root usr usr/lib usr/lib64 opt srv home; do mkdir "$root/$folder"; done
  ln -s usr/lib "$root/lib"
  ln -s usr/lib64 "$root/lib64"
  for folder in lib lib64; do
    if [ -d "/usr/$folder" ]; then mount -o ro,bind "/usr/$folder" "$root/usr/$folder"; fi
  done
  cp "$2" "$root/bin/busybox"
  chroot "$root" /bin/busybox --install -s /bin
  printf 'root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nada:x:1000:\nnogroup:x:65534:\n' >"$root/etc/group"
  mkdir "$root/.changes"
  mount --bind "$root" "$root/.changes"
fi
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
# Empty; and that tests look at files does not make these look used.
for folder in tmp var/tmp; do mount -t tmpfs -o noatime,mode=1777 tmpfs "$root/$folder"; done
if [ "$2" = own ]; then ip link set lo up; else "$2" ip link set lo up; fi
mkdir "$root/.old"
cd "$root"
if [ "$2" = own ]; then pivot_root . .old; else "$2" pivot_root . .old; fi
umount -l /.old
rmdir /.old
echo ready
# Until the test lets go.
read -r _ || :
