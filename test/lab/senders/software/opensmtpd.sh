# shellcheck shell=bash
# Debian's OpenSMTPD (OpenSSL) as a sender: relays everything, as its packaged smtpd.conf does for local users. It has no setting for its
# time-outs (five minutes).
packages=(opensmtpd)
versions='opensmtpd libssl3 libssl3t64'

configure() {
  add_user "$root" opensmtpd 105
  add_user "$root" opensmtpq 106
  [ -e "$root/var/run" ] || ln -s /run "$root/var/run"
  mkdir -p "$root/var/spool" "$root/run/opensmtpd" "$root/var/lib/opensmtpd/empty" "$root/root"
  sed -i 's|^root:[^:]*:0:0:.*|root:*:0:0:root:/root:/bin/sh|' "$root/etc/passwd"
  touch "$root/etc/aliases"
  chgrp 106 "$root/usr/sbin/smtpctl"
  chmod 2755 "$root/usr/sbin/smtpctl"
  cat > "$root/etc/smtpd.conf" << CONF
listen on socket
action "relay" relay helo "$profile.sender.test"
action "local" mbox
match for local action "local"
match from local for any action "relay"
CONF
  here_in smtpd -d -v >> "$root/var/log/mail.log" 2>&1 &
  echo $! > "$root/run/smtpd.pid"
  local until=$((SECONDS + 10))
  until [ -S "$root/run/smtpd.sock" ]; do [ $SECONDS -lt $until ] || return 1; sleep 0.2; done
}

submit() { here_in sh -c "sendmail -f root@$profile.sender.test $1 < /lab/message"; }
retry() { here_in smtpctl schedule all; }
stop() { kill "$(cat "$root/run/smtpd.pid")" 2> /dev/null || true; }
log() { echo /var/log/mail.log; }
