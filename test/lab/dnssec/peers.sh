# shellcheck shell=bash
# The tools that the project's word is held against, in a root of their own: Postfix' posttls-finger, GnuTLS' danetool and
# postfix-mta-sts-resolver's mta-sts-query. They ask the lab's resolver and trust the lab's authority. Sourced, after chroots.sh.

peers_packages=(postfix gnutls-bin postfix-mta-sts-resolver)

# peers_configure FOLDER: where ca.pem and anchor.key lie.
peers_configure() {
  local root
  root=$(root_of peers)
  add_user "$root" postfix 100
  add_group "$root" postdrop 101
  # Postfix asks whether the resolver validates at all; here only the lab's own names are signed.
  printf 'compatibility_level = 3.6\ndnssec_probe = ns:%s\n' "$dns_apex" > "$root/etc/postfix/main.cf"
  printf 'nameserver %s\noptions edns0 trust-ad\n' "$dns_resolver" > "$root/etc/resolv.conf"
  # Where libgnutls-dane looks.
  mkdir -p "$root/lab" "$root/usr/share/dns"
  cp "$1/ca.pem" "$root/lab/ca.pem"
  cp "$1/anchor.key" "$root/usr/share/dns/root.key"
}

peers_version() {
  echo "posttls-finger $(version_of peers postfix), danetool $(version_of peers gnutls-bin), mta-sts-query $(version_of peers postfix-mta-sts-resolver)"
}
