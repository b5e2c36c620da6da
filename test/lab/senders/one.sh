#!/bin/bash
# one.sh PROFILE FOLDER [SCENARIO,...]: one sender against the world, in a network, mount, host name and process namespace of its own.
# Leaves result.json, the world's seen.jsonl and the logs in FOLDER. The roots are used through an overlay: runs share none of what they write.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ -z "${ONE_INSIDE:-}" ]; then
  # unshare ignores TERM; killed, it takes all that is inside with it.
  ONE_INSIDE=1 exec unshare --net --mount --uts --pid --fork --kill-child --mount-proc "$0" "$@"
fi
profile=$1 run=$2
shift 2
lab=${LAB:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/starttls-probe-lab}
project=$(cd "$here/../../.." && pwd)
export lab run project LAB=$lab
. "$here/../chroots.sh"
. "$here/../dnssec/dns.sh"
. "$here/world.sh"

rm -rf "$run"
mkdir -p "$run/layers"
mount -t tmpfs tmpfs "$run/layers"
mkdir "$run/layers/upper" "$run/layers/work"
mount -t overlay -o "lowerdir=$lab/roots,upperdir=$run/layers/upper,workdir=$run/layers/work" overlay "$lab/roots"
# A silent address is given up after 7 s, not 127.
echo 2 > /proc/sys/net/ipv4/tcp_syn_retries
world_network
world_start "$run/world"
status=0
node "$here/drive.ts" "$profile" "$run/world" "$@" || status=$?
# What a sender does with a world that is gone is no outcome.
kill -0 "${world_pids[0]}" 2> /dev/null || { echo 'one.sh: the world did not last' >&2; tail -n 20 "$run/world/world.out" >&2; status=1; }
cp "$("$here/sender.sh" "$profile" log)" "$run/sender.log" 2> /dev/null || true
world_stop
umount "$lab/roots" "$run/layers" 2> /dev/null || true
exit $status
