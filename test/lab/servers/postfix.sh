# shellcheck shell=bash
# Debian's Postfix (OpenSSL) as a server: its packaged main.cf and master.cf, with one smtpd per address of hosts.txt.
# Settings: `encrypt` = smtpd_tls_security_level=encrypt (530 before STARTTLS); `tls12` = no newer TLS version than 1.2;
# `submission` = ports 587 (STARTTLS) and 465 (TLS from the first byte) as well.
# Sourced, after chroots.sh. What Debian's postinst does to make it run (users, main.cf, master.cf) is done here.

postfix_packages=(postfix findutils diffutils)

postfix_configure() {
  local root domains
  root=$(root_of postfix)
  add_user "$root" postfix 100
  add_group "$root" postdrop 101
  cat "$root"/usr/share/postfix/main.cf.{debian,tls} > "$root/etc/postfix/main.cf"
  cp "$root/usr/share/postfix/master.cf.dist" "$root/etc/postfix/master.cf"
  cp "$root/usr/share/postfix/dynamicmaps.cf" "$root/etc/postfix/dynamicmaps.cf"
  install -d -m 700 -o 100 "$root/var/lib/postfix"
  rm -rf "$root/lab/pki" "$root/var/log/postfix.log" "$root/var/spool/postfix/pid/master.pid"
  cp -r "$run/pki" "$root/lab/pki"
  domains=$(hosts_of postfix | sed 's/^mx\.\([^ ]*\).*/\1/' | paste -sd,)
  in_root postfix postconf -e inet_protocols=ipv4 myhostname=mx.postfix.lab.test "mydestination=$domains" alias_maps= alias_database= \
    smtpd_peername_lookup=no maillog_file=/var/log/postfix.log
  in_root postfix postconf -MX smtp/inet
  local host address certificate settings
  while read -r host address _ certificate settings; do
    postfix_service "$host" "$address" "$settings"
  done < <(hosts_of postfix)
}

# postfix_service HOST ADDRESS SETTINGS: one smtpd of that name on port 25 of that address, and further ports as the settings say.
postfix_service() {
  local ports='25' options="-o myhostname=$1 -o smtpd_tls_chain_files=/lab/pki/$1.key,/lab/pki/$1.pem" word
  for word in $3; do
    case $word in
      encrypt) options+=' -o smtpd_tls_security_level=encrypt' ;;
      tls12) options+=' -o smtpd_tls_protocols=<=TLSv1.2 -o smtpd_tls_mandatory_protocols=<=TLSv1.2' ;;
      submission) ports='25 465 587' ;;
      -) ;;
      *) echo "lab: postfix.sh knows no setting $word" >&2; return 1 ;;
    esac
  done
  local port wrapped
  for port in $ports; do
    wrapped=''
    [ "$port" != 465 ] || wrapped='-o smtpd_tls_wrappermode=yes'
    in_root postfix postconf -Me "$2:$port/inet=$2:$port inet n - n - - smtpd $options $wrapped"
  done
}

postfix_serve() { in_root postfix postfix start-fg; }
# The master leads a session of its own, so that whoever started it can't end it by process group.
postfix_stop() {
  local pid
  { read -r pid < "$(root_of postfix)/var/spool/postfix/pid/master.pid" && kill "$pid"; } 2> /dev/null || true
}
postfix_log() { cat "$(root_of postfix)/var/log/postfix.log"; }
postfix_version() { echo "Postfix $(version_of postfix postfix), OpenSSL $(version_of postfix libssl3)"; }
