#!/bin/sh
# Run as process 1 of mount and process namespaces of its own: a small disk at $1/disk, then the others.
set -e
truncate -s 32M "$1/image"
mkfs.ext4 -q "$1/image"
mkdir "$1/disk"
mount -o loop "$1/image" "$1/disk"
shift
exec "$@"
