# shellcheck shell=bash
# Predicted against recorded: observe the raised world, on all cores, then judge and compare (README.md). Sourced after world.sh.

# senders_compare FOLDER [--write]
senders_compare() {
  local folder=$1 cores part observers=() pid
  cores=$(nproc)
  # --roots is for mail and policy hosts; the resolver's certificate is Node's own affair.
  export NODE_EXTRA_CA_CERTS=$folder/ca.pem
  for ((part = 0; part < cores; part++)); do
    node "$project/test/lab/senders/observe-world.ts" "$folder" "$part" "$cores" 9>&- &
    observers+=($!)
  done
  for pid in "${observers[@]}"; do wait "$pid" || return 1; done
  if grep -q '^Node\.js' "$folder/world.out"; then
    echo 'lab: the world broke down' >&2
    cat "$folder/world.out" >&2
    return 1
  fi
  node "$project/test/lab/senders/compare.ts" "$@"
}
