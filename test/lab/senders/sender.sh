#!/bin/bash
# sender.sh PROFILE STEP [ARGUMENT...]: one step of one sender of senders.txt.
#   make              unpacks the packages of its software (and of the MTA-STS resolver, where the profile asks one); builds what Debian does not
#   configure WORLD   makes it ready, inside the namespace of its run; WORLD: the world's folder, with ca.pem
#   submit TO HOST    one message to the address TO; HOST: the best MX host, for clients that are told where to go
#   retry, stop       tries again what is deferred; ends what `configure` started
#   log, versions     where its log is; a line `package version` for each package that matters
# A file of software/ has packages, versions (names), and configure, submit, retry, stop and log for the steps, and build where packages do not suffice. It finds $root (its root),
# $profile, $setting, $suite and $EXTRA (lines of configuration to be tried, workarounds.ts; empty else). Debian's configuration is kept: what is added are the lab's names, more log, and shorter time-outs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
EXTRA=${EXTRA:-}
lab=${LAB:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/starttls-probe-lab}
. "$here/../chroots.sh"

profile=$1 step=$2
shift 2
read -r software suite setting < <(awk -v profile="$profile" '$1 == profile { print $2, $3, $4 }' "$here/senders.txt") \
  || { echo "sender.sh: no sender $profile in senders.txt" >&2; exit 64; }
name=sender-$software-$suite
root=$(root_of "$name")
resolver=sender-sts-resolver-$suite
build() { :; }
. "$here/software/$software.sh"

make() {
  mkdir -p "$lab/archives"
  make_root "$name" "${packages[@]}" openssl ca-certificates
  build
  [[ $setting != sts* ]] || make_root "$resolver" postfix-mta-sts-resolver openssl ca-certificates
}

# here_in COMMAND...: in the sender's root.
here_in() { in_root "$name" "$@"; }

# furnish ROOT WORLD: the lab's authority and resolver, and who we are.
furnish() {
  cp "$2/ca.pem" "$1/etc/ssl/certs/lab.pem"
  cp "$2/ca.pem" "$1/etc/ssl/certs/ca-certificates.crt"
  chroot "$1" openssl rehash /etc/ssl/certs
  printf 'nameserver 127.53.0.53\noptions edns0 trust-ad\n' > "$1/etc/resolv.conf"
  echo "127.0.0.1 localhost $profile.sender.test" > "$1/etc/hosts"
  echo "$profile.sender.test" > "$1/etc/mailname"
  printf 'Subject: lab\n\nhello\n' > "$1/lab/message"
}

# postfix-mta-sts-resolver on 127.0.0.1:8461, which Postfix asks and Sendmail too; keeps nothing but in memory.
start_sts_resolver() {
  local there
  there=$(root_of "$resolver")
  furnish "$there" "$1"
  sed -i 's/type: sqlite/type: internal/; /options:/d; /filename:/d' "$there/etc/mta-sts-daemon.yml"
  in_root "$resolver" mta-sts-daemon -c /etc/mta-sts-daemon.yml > "$there/var/log/mta-sts.log" 2>&1 &
  echo $! > "$there/run/mta-sts.pid"
  local until=$((SECONDS + 120))
  until { : < /dev/tcp/127.0.0.1/8461; } 2> /dev/null; do [ $SECONDS -lt $until ] || return 1; sleep 0.2; done
}

# A /dev/log for software that knows no other log; $1: the file, inside the root.
start_syslog() {
  here_in socklog unix /dev/log >> "$root$1" 2> /dev/null &
  echo $! > "$root/run/syslog.pid"
  local until=$((SECONDS + 5))
  until [ -S "$root/dev/log" ]; do [ $SECONDS -lt $until ] || return 1; sleep 0.1; done
}

case $step in
  make) make ;;
  configure)
    furnish "$root" "$1"
    echo "$profile.sender.test" > /proc/sys/kernel/hostname
    mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
    [[ $setting != sts* ]] || start_sts_resolver "$1"
    configure
    ;;
  stop)
    stop
    for pid in "$root/run/syslog.pid" "$(root_of "$resolver")/run/mta-sts.pid"; do
      [ ! -e "$pid" ] || kill "$(cat "$pid")" 2> /dev/null || true
    done
    ;;
  submit | retry) "$step" "$@" ;;
  log) echo "$root$(log)" ;;
  versions)
    grep -E "^(${versions// /|}) " "$root/.versions"
    [[ $setting != sts* ]] || grep '^postfix-mta-sts-resolver ' "$(root_of "$resolver")/.versions"
    ;;
  *) echo "sender.sh: no step $step" >&2; exit 64 ;;
esac
