# shellcheck shell=bash
# Debian's Exim (exim4-daemon-light, GnuTLS) as a server: Debian's template and update-exim4.conf, with Debian's macros set.
# One daemon listens on all its addresses of hosts.txt; host name, certificate and priority string follow the address.
# Settings: `tls12` = no TLS 1.3; `submission` = ports 587 (STARTTLS) and 465 (TLS from the first byte) as well.
# Sourced, after chroots.sh. What Debian's postinst does to make it run (user, folders) is done here.

exim_packages=(exim4-daemon-light util-linux hostname)

exim_configure() {
  local root addresses domains
  root=$(root_of exim)
  add_user "$root" Debian-exim 102
  rm -rf "$root/lab/pki" "$root"/var/log/exim4/* "$root"/var/spool/exim4
  cp -r "$run/pki" "$root/lab/pki"
  chown -R 102 "$root/lab/pki"
  install -d -o 102 -g 102 "$root"/{var/log/exim4,run/exim4,var/spool/exim4,var/spool/exim4/{db,input,msglog}}
  addresses=$(hosts_of exim | awk '{print $2} / submission/ {print $2 ".465"; print $2 ".587"}' | paste -sd';')
  domains=$(hosts_of exim | sed 's/^mx\.\([^ ]*\).*/\1/' | paste -sd';')
  echo mx.exim.lab.test > "$root/etc/mailname"
  printf '%s\n' "dc_eximconfig_configtype='internet'" "dc_other_hostnames='$domains'" "dc_local_interfaces='$addresses'" \
    "dc_readhost=''" "dc_relay_domains=''" "dc_minimaldns='false'" "dc_relay_nets=''" "dc_smarthost=''" "CFILEMODE='644'" \
    "dc_use_split_config='false'" "dc_hide_mailname=''" "dc_mailname_in_oh='true'" "dc_localdelivery='mail_spool'" \
    > "$root/etc/exim4/update-exim4.conf.conf"
  hosts_of exim | sed 's/\(.*\) \(.*\) exim .*/\2: \1/' > "$root/lab/names"
  hosts_of exim | sed -n 's/.* \(.*\) exim .* tls12.*/\1: NORMAL:-VERS-TLS1.3/p' > "$root/lab/priorities"
  exim_macros > "$root/etc/exim4/exim4.conf.localmacros"
  [ -e "$root/etc/exim4/template.debian" ] || cp "$root/etc/exim4/exim4.conf.template" "$root/etc/exim4/template.debian"
  exim_options | cat - "$root/etc/exim4/template.debian" > "$root/etc/exim4/exim4.conf.template"
  in_root exim update-exim4.conf
}

# Macros that Debian's template reads.
exim_macros() {
  cat << 'MACROS'
LAB_HOST = ${lookup{$received_ip_address}lsearch{/lab/names}}
MAIN_TLS_ENABLE = yes
MAIN_TLS_CERTIFICATE = /lab/pki/LAB_HOST.pem
MAIN_TLS_PRIVATEKEY = /lab/pki/LAB_HOST.key
MAIN_HARDCODE_PRIMARY_HOSTNAME = mx.exim.lab.test
MACROS
}

# Options that Debian's template has no macro for.
exim_options() {
  cat << 'OPTIONS'
smtp_active_hostname = LAB_HOST
tls_require_ciphers = ${lookup{$received_ip_address}lsearch{/lab/priorities}{$value}{NORMAL}}
tls_on_connect_ports = 465
disable_ipv6 = true
OPTIONS
}

exim_serve() { in_root exim exim4 -bdf -q1h; }
# The daemon stays in the process group it was started in.
exim_stop() { :; }
exim_log() { cat "$(root_of exim)"/var/log/exim4/mainlog; }
exim_version() { echo "Exim $(version_of exim exim4-daemon-light), GnuTLS $(version_of exim libgnutls30)"; }
