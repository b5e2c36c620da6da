# shellcheck shell=bash
# Debian's Postfix (OpenSSL) as a sender: its packaged main.cf and master.cf. Settings: `may`; `dane`; `sts`, which is `may` with
# postfix-mta-sts-resolver as policy table. smtp leaves its chroot, into which Debian's start script would copy resolv.conf and anchors.
# Debian 13's start script asks awk and perl, which every Debian has.
packages=(postfix findutils diffutils mawk perl-base)
versions='postfix libssl3 libssl3t64'

configure() {
  [ -e "$root/usr/bin/awk" ] || ln -s mawk "$root/usr/bin/awk"
  add_user "$root" postfix 100
  add_group "$root" postdrop 101
  cat "$root"/usr/share/postfix/main.cf.{debian,tls} > "$root/etc/postfix/main.cf"
  cp "$root/usr/share/postfix/master.cf.dist" "$root/etc/postfix/master.cf"
  cp "$root/usr/share/postfix/dynamicmaps.cf" "$root/etc/postfix/dynamicmaps.cf"
  install -d -m 700 -o 100 "$root/var/lib/postfix"
  postconf "myhostname=$profile.sender.test" 'mydestination=localhost' inet_interfaces=loopback-only alias_maps= alias_database= \
    maillog_file=/var/log/mail.log smtp_tls_loglevel=1
  # Debian 13 has smtp_tls_CAfile here; 12 has smtp_tls_CApath.
  here_in postconf -MX smtp/inet
  here_in postconf -F '*/*/chroot=n'
  # Lab only. No decision depends on how long it takes; `postqueue -f` stands for the queue run.
  postconf minimal_backoff_time=30s queue_run_delay=3000s smtp_{starttls,helo,mail,rcpt,rset,quit}_timeout=20s \
    smtp_data_{init,xfer,done}_timeout=20s
  policy
  here_in postfix start
}

postconf() { here_in postconf -e "$@"; }

policy() {
  local tables=
  case $setting in
    may) ;;
    # Postfix asks whether the resolver validates at all; here only the lab's own names are signed.
    dane) postconf smtp_tls_security_level=dane smtp_dns_support_level=dnssec dnssec_probe=ns:badmx.test ;;
    sts) tables=socketmap:inet:127.0.0.1:8461:postfix ;;
    *) echo "postfix.sh knows no setting $setting" >&2; return 64 ;;
  esac
  if [ -n "$EXTRA" ]; then
    # An administrator's own table is asked first.
    echo "$EXTRA" > "$root/etc/postfix/tls_policy"
    here_in postmap /etc/postfix/tls_policy
    tables="hash:/etc/postfix/tls_policy $tables"
  fi
  [ -z "$tables" ] || postconf "smtp_tls_policy_maps=$tables"
}

submit() { here_in sh -c "sendmail -f root@$profile.sender.test $1 < /lab/message"; }
retry() { here_in postqueue -f; }
stop() { here_in postfix stop || true; }
log() { echo /var/log/mail.log; }
