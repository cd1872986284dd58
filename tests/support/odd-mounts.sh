#!/bin/sh
# Run as process 1 of mount and process namespaces of its own: mounts oddly below the folder $1, then starts the others.
set -e
cd "$1"
shift
mkdir hang disk bound merged memory
# A file system in user space whose program never answers.
exec 3<>/dev/fuse
mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 nobody:/answers hang
truncate -s 20M image
mkfs.ext4 -q image
mount -o loop image disk
head -c 5000000 /dev/zero >disk/file
sync -f disk
mkdir disk/folder
mount --bind disk/folder bound
mount -t tmpfs tmpfs memory
mkdir memory/upper memory/work
mount -t overlay overlay -o lowerdir=/usr/share,upperdir=memory/upper,workdir=memory/work merged
df -P -k disk | tail -n 1
"$@"
echo "exit code $?"
