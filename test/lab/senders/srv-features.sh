#!/bin/bash
# srv-features.sh FOLDER [ENTRY]: Debian's Sendmail as a server with STARTTLS and, where given, ENTRY in its access map. In a namespace of
# its own. Prints `starttls` or `cleartext` for two clients: 127.0.0.1, and one at another address.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ -z "${ONE_INSIDE:-}" ]; then
  ONE_INSIDE=1 exec unshare --net --mount --uts --pid --fork --kill-child --mount-proc "$0" "$@"
fi
run=$1 entry=${2:-}
lab=${LAB:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/starttls-probe-lab}
. "$here/../chroots.sh"
. "$here/world.sh"
mkdir -p "$run/layers"
mount -t tmpfs tmpfs "$run/layers"
mkdir "$run/layers/upper" "$run/layers/work"
mount -t overlay -o "lowerdir=$lab/roots,upperdir=$run/layers/upper,workdir=$run/layers/work" overlay "$lab/roots"
world_network
name=sender-sendmail-bookworm
root=$(root_of "$name")
mail=$root/etc/mail

mc() {
  sed '/^DAEMON_OPTIONS/d; /^MAILER/,$d' "$root/usr/share/sendmail/cf/debian/sendmail.mc"
  cat << 'M4'
DAEMON_OPTIONS(`Family=inet, Name=MTA-v4, Port=smtp')dnl
define(`confDOMAIN_NAME',`mx.badmx.test')dnl
define(`confSERVER_CERT',`/etc/mail/server.pem')dnl
define(`confSERVER_KEY',`/etc/mail/server.key')dnl
define(`confCACERT_PATH',`/etc/ssl/certs')dnl
define(`confCACERT',`/etc/mail/server.pem')dnl
MAILER_DEFINITIONS
MAILER(`local')dnl
MAILER(`smtp')dnl
M4
}

# offers ADDRESS: what the server offers to a client that has this address too.
offers() {
  local reply
  exec 3<> "/dev/tcp/$1/25"
  while read -r -u 3 reply && [[ $reply = 220-* ]]; do :; done
  printf 'EHLO client.badmx.test\r\n' >&3
  while read -r -u 3 reply; do
    if [[ $reply = *STARTTLS* ]]; then echo starttls; return; fi
    [[ $reply = 250-* ]] || break
  done
  echo cleartext
}

{
  add_user "$root" smmta 103
  add_user "$root" smmsp 104
  install -d -o 103 -g 104 "$root"/var/spool/mqueue "$root"/run/sendmail/mta "$root"/var/lib/sendmail
  touch "$mail/local-host-names" "$root/etc/aliases" "$mail/m4/dialup.m4" "$mail/m4/provider.m4"
  chmod 755 "$root" "$root/etc" "$mail"
  echo '127.0.0.1 localhost mx.badmx.test' > "$root/etc/hosts"
  in_root "$name" openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=mx.badmx.test -keyout /etc/mail/server.key -out /etc/mail/server.pem
  chmod 600 "$mail/server.key"
  mc > "$mail/sendmail.mc"
  in_root "$name" sh -c 'cd /etc/mail && m4 sendmail.mc > sendmail.cf'
  echo "$entry" | sed '/^$/d' | in_root "$name" /usr/libexec/sendmail/makemap hash /etc/mail/access.db
  in_root "$name" /usr/libexec/sendmail/sendmail -bi
  in_root "$name" /usr/libexec/sendmail/sendmail -bD &
  world_wait 'Sendmail as a server' bash -c ': < /dev/tcp/127.0.0.1/25'
} > "$run/srv-features.out" 2>&1
offers 127.0.0.1
offers 198.51.100.1
