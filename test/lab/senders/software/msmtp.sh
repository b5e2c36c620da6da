# shellcheck shell=bash
# msmtp (GnuTLS) with TLS on, which then is demanded.
packages=(msmtp)
versions='msmtp libgnutls30'
. "$here/software/one-shot.sh"

configure() { :; }

submit() {
  once "$1" sh -c "msmtp --host=$2 --port=25 --domain=msmtp.sender.test --timeout=20 --auth=off --tls=on --tls-starttls=on \
    --tls-trust-file=system --from=root@msmtp.sender.test $1 < /lab/message"
}
