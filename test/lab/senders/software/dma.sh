# shellcheck shell=bash
# Debian's dma (OpenSSL) as a sender. Without a setting as packaged: it never uses TLS. `tls` = opportunistic TLS, as its dma.conf offers.
packages=(dma socklog)
versions='dma libssl3'

configure() {
  mkdir -p "$root/var/spool/dma"
  {
    echo "MAILNAME $profile.sender.test"
    [ "$setting" != tls ] || printf 'SECURETRANSFER\nSTARTTLS\nOPPORTUNISTIC_TLS\n'
  } > "$root/etc/dma/dma.conf"
  start_syslog /var/log/mail.log
}

submit() { here_in sh -c "dma -f root@$profile.sender.test $1 < /lab/message"; }
retry() { here_in dma -q; }
# Each message has a process that waits with it; the namespace ends them.
stop() { :; }
log() { echo /var/log/mail.log; }
