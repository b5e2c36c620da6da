# shellcheck shell=bash
# Debian's Exim (exim4-daemon-heavy, GnuTLS, with DANE) as a sender: Debian's template and update-exim4.conf. Setting: `nodane` = hosts_try_dane empty.
packages=(exim4-daemon-heavy util-linux hostname)
versions='exim4-daemon-heavy libgnutls30 libgnutls30t64'

configure() {
  add_user "$root" Debian-exim 102
  install -d -o 102 -g 102 "$root"/{var/log/exim4,run/exim4,var/spool/exim4,var/spool/exim4/{db,input,msglog}}
  printf '%s\n' "dc_eximconfig_configtype='internet'" "dc_other_hostnames='$profile.sender.test'" "dc_local_interfaces='127.0.0.1'" \
    "dc_readhost=''" "dc_relay_domains=''" "dc_minimaldns='false'" "dc_relay_nets=''" "dc_smarthost=''" "CFILEMODE='644'" \
    "dc_use_split_config='false'" "dc_hide_mailname=''" "dc_mailname_in_oh='true'" "dc_localdelivery='mail_spool'" \
    > "$root/etc/exim4/update-exim4.conf.conf"
  # Bounces come back here, and end here.
  echo 'root: :blackhole:' > "$root/etc/aliases"
  # Debian's router ignores hosts on loopback; here there are no others.
  cat > "$root/etc/exim4/exim4.conf.localmacros" << MACROS
MAIN_HARDCODE_PRIMARY_HOSTNAME = $profile.sender.test
REMOTE_SMTP_HELO_DATA = $profile.sender.test
ROUTER_DNSLOOKUP_IGNORE_TARGET_HOSTS = <; 0.0.0.0
MAIN_LOG_SELECTOR = +tls_peerdn +tls_certificate_verified +tls_cipher +tls_sni
MACROS
  # Lab only: a silent server is given up sooner.
  local more='command_timeout = 20s\n  final_timeout = 20s\n  data_timeout = 20s'
  case $setting in
    -) ;;
    nodane) more+='\n  hosts_try_dane =' ;;
    *) echo "exim.sh knows no setting $setting" >&2; return 64 ;;
  esac
  [ -z "$EXTRA" ] || more+="\n  $EXTRA"
  sed -i "/^remote_smtp:/,/driver = smtp/ s/driver = smtp/driver = smtp\n  $more/" "$root/etc/exim4/exim4.conf.template"
  here_in update-exim4.conf
}

submit() { here_in sh -c "exim4 -odb -f root@$profile.sender.test $1 < /lab/message"; }
# A queue runner delivers one message after another: several, so that silent servers hold up less.
retry() {
  local runner
  for runner in {1..12}; do here_in exim4 -qff & sleep 0.3; done
  wait
}
stop() { :; }
log() { echo /var/log/exim4/mainlog; }
