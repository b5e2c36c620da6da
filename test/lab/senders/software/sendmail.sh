# shellcheck shell=bash
# Debian's Sendmail (OpenSSL) as a sender: Debian's sendmail.mc, and for TLS the anchors, as Debian's own starttls.m4 sets them.
# Settings: `clear` = confTLS_FALLBACK_TO_CLEAR; `sts` = FEATURE(sts) asking postfix-mta-sts-resolver; `dane` = confDANE (8.18).
packages=(sendmail-bin sendmail-cf m4 make libsasl2-modules socklog)
versions='sendmail-bin libssl3 libssl3t64'

configure() {
  add_user "$root" smmta 103
  add_user "$root" smmsp 104
  install -d -o 103 -g 104 "$root"/var/spool/mqueue "$root"/run/sendmail/mta "$root"/var/lib/sendmail
  local mail=$root/etc/mail
  touch "$mail/access" "$mail/local-host-names" "$root/etc/aliases" "$root/var/log/mail.log" "$mail/m4/dialup.m4" "$mail/m4/provider.m4"
  chmod 755 "$root" "$root/etc" "$mail"
  mc > "$mail/sendmail.mc"
  here_in sh -c 'cd /etc/mail && m4 sendmail.mc > sendmail.cf'
  here_in /usr/libexec/sendmail/makemap hash /etc/mail/access.db < "$mail/access"
  sendmail -bi
  start_syslog /var/log/mail.log
}

sendmail() { here_in /usr/libexec/sendmail/sendmail "$@"; }

mc() {
  sed '/^DAEMON_OPTIONS/d; /^MAILER/,$d' "$root/usr/share/sendmail/cf/debian/sendmail.mc"
  local seconds
  cat << M4
define(\`confDOMAIN_NAME',\`$profile.sender.test')dnl
define(\`confCACERT_PATH',\`/etc/ssl/certs')dnl
define(\`confCACERT',\`/etc/ssl/certs/ca-certificates.crt')dnl
define(\`confLOG_LEVEL',\`14')dnl
dnl Lab only: a silent server is given up sooner, and nothing waits its turn or for a less busy machine.
define(\`confTO_QUIT',\`5s')dnl
define(\`confCONNECTION_RATE_THROTTLE',\`0')dnl
define(\`confQUEUE_LA',\`1000')dnl
define(\`confREFUSE_LA',\`1000')dnl
M4
  for seconds in STARTTLS INITIAL HELO MAIL RCPT DATAINIT DATAFINAL RSET; do echo "define(\`confTO_$seconds',\`20s')dnl"; done
  case $setting in
    -) ;;
    clear) echo "define(\`confTLS_FALLBACK_TO_CLEAR',\`true')dnl" ;;
    sts) echo "${EXTRA:-FEATURE(\`sts', \`socket -d5 -T<TMPF> inet:8461@127.0.0.1')dnl}" ;;
    dane) echo "define(\`confDANE',\`true')dnl" ;;
    *) echo "sendmail.sh knows no setting $setting" >&2; return 64 ;;
  esac
  printf "MAILER_DEFINITIONS\nMAILER(\`local')dnl\nMAILER(\`smtp')dnl\n"
}

submit() { sendmail -Am -odb -f "root@$profile.sender.test" "$1" < "$root/lab/message"; }
retry() {
  local runner
  for runner in {1..12}; do sendmail -Am -q & sleep 0.3; done
  wait
}
stop() { :; }
log() { echo /var/log/mail.log; }
