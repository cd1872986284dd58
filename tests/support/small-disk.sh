#!/bin/sh
# Run as process 1 of mount and process namespaces of its own: small disks at $1/NAME for each word of $2, then the others.
set -e
for name in $2; do
  truncate -s 32M "$1/$name.image"
  mkfs.ext4 -q "$1/$name.image"
  mkdir "$1/$name"
  mount -o loop "$1/$name.image" "$1/$name"
done
shift 2
exec "$@"
