# shellcheck shell=bash
# The world of the senders' lab: network, servers, signed zone, resolver. Sourced after chroots.sh and dnssec/dns.sh; used inside a
# network namespace, as root (README.md). Uses the roots `tools` (ip) and `dns`; $project.

world_pids=()

# Loopback with IPv6, an idle interface (some senders look up no addresses without one), and an address on it that never answers.
world_network() {
  local n
  in_root tools ip link set lo up
  for ((n = 1; n <= 40; n++)); do
    in_root tools ip -6 addr add "fd00:25::$(printf %x "$n")/128" dev lo nodad
  done
  in_root tools ip link add lab0 type veth peer name lab1
  in_root tools ip addr add 198.51.100.1/24 dev lab0
  in_root tools ip -6 addr add fd00:26::1/64 dev lab0 nodad
  in_root tools ip link set lab0 up
  in_root tools ip link set lab1 up
  for n in 198.51.100.25 fd00:26::25; do
    in_root tools ip neigh add "$n" lladdr 02:00:00:00:00:01 dev lab0 nud permanent
  done
}

# world_start FOLDER: returns when all of it answers.
world_start() {
  local folder=$1
  mkdir -p "$folder"
  world_run "$folder/world.out" node "$project/test/lab/senders/world.ts" "$folder"
  world_wait 'the world' grep -qE '^ready|^Node\.js' "$folder/world.out" && grep -q ^ready "$folder/world.out" || { cat "$folder/world.out" >&2; return 1; }
  dns_configure "$folder" > "$folder/dns.out" 2>&1 || { cat "$folder/dns.out" >&2; return 1; }
  world_run "$folder/authority.out" dns_serve_nsd authority
  world_run "$folder/filtered.out" dns_serve_nsd filtered
  world_run "$folder/resolver.out" dns_serve_unbound
  world_wait 'the resolver' dns_ready || { cat "$folder"/{authority,filtered,resolver}.out >&2; return 1; }
}

world_stop() {
  local pid
  for pid in "${world_pids[@]}"; do kill -- "-$pid" 2> /dev/null || true; done
  world_pids=()
}

# world_run LOG COMMAND...: in the background, in a process group of its own.
world_run() {
  local log=$1
  shift
  set -m
  "$@" > "$log" 2>&1 9>&- &
  set +m
  world_pids+=($!)
}

# world_wait WHAT COMMAND...
world_wait() {
  local what=$1 until=$((SECONDS + 180))
  shift
  until "$@" 2> /dev/null; do
    [ $SECONDS -lt $until ] || { echo "lab: $what did not come up" >&2; return 1; }
    sleep 0.2
  done
}
