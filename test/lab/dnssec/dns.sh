# shellcheck shell=bash
# The signed world's DNS, by Debian's packages: ldns signs the zones that servers.ts wrote, NSD serves them, unbound validates and
# answers the senders (plain DNS) and the project (DNS over HTTPS, which unbound speaks over HTTP/2 only). Sourced, after chroots.sh.

dns_packages=(nsd unbound ldnsutils)
dns_authority=127.53.0.1
dns_behind_filter=127.53.0.2
dns_resolver=127.53.0.53
dns_apex=signed.example # of the world at hand, once it is configured

# dns_configure FOLDER: sign the zones that lie there, make both servers' configuration.
dns_configure() {
  local root
  root=$(root_of dns)
  rm -rf "$root/lab"
  mkdir "$root/lab"
  cp "$1"/*.zone "$1"/zones "$1"/spoiled "$1"/resolver.* "$root/lab"
  dns_apex=$(sed -n 's/ apex$//p' "$1/zones")
  chmod 755 "$root/lab"
  (
    # Whoever calls this tests its status, which turns `set -e` off.
    cd "$root/lab" && dns_sign_zones && dns_spoil || exit 1
    nsd_conf "$dns_authority" authority > authority.conf
    nsd_conf "$dns_behind_filter" filtered > filtered.conf
    unbound_conf > unbound.conf
) || return 1
  cp "$root/lab/anchor.key" "$1/anchor.key"
}

# Children first; each leaves its DS in its parent's file before that one is signed.
dns_sign_zones() {
  local zone kind key options
  while read -r zone kind; do
    options=()
    case $kind in
      unsigned | unsigned-filtered) cp "$zone.zone" "$zone.signed"; continue ;;
      servfail | silent) continue ;;
      nsec3) options=(-n -t 0) ;;
      expired) options=(-i 20250101 -e 20250201) ;;
    esac
    key=$(in_lab ldns-keygen -a ECDSAP256SHA256 -k "$zone.") || return 1
    in_lab ldns-signzone "${options[@]}" -f "$zone.signed" "$zone.zone" "$key" || return 1
    case $kind in
      apex) cp "$key.key" anchor.key ;;
      wrong-ds) ;;
      *) in_lab ldns-key2ds -n -2 "$key.key" >> "$(dns_parent "$zone").zone" ;;
    esac
  done < zones
}

# The listed zone that holds this one.
dns_parent() {
  local name=$1
  while name=${name#*.}; do
    if grep -q "^$name " zones; then echo "$name"; return; fi
  done
}

in_lab() { chroot "$(root_of dns)" /bin/sh -c 'cd /lab && exec "$@"' sh "$@"; }

# In the apex's signed file: change a letter of each signature listed in `spoiled`, drop the NSEC where `-` stands for the type.
dns_spoil() {
  local owner type file=$dns_apex.signed
  while read -r owner type; do
    awk -v owner="$owner" -v type="$type" '
      $1 == owner && type == "-" && ($4 == "NSEC" || ($4 == "RRSIG" && $5 == "NSEC")) { hits++; next }
      $1 == owner && $4 == "RRSIG" && $5 == type { hits++; first = substr($NF, 1, 1); $NF = (first == "B" ? "C" : "B") substr($NF, 2) }
      { print }
      END { exit hits != (type == "-" ? 2 : 1) }' "$file" > spoiled.tmp || { echo "lab: nothing to spoil: $owner $type" >&2; return 1; }
    mv spoiled.tmp "$file"
  done < spoiled
}

# nsd_conf ADDRESS PART: `filtered` serves the zones of that kind, `authority` all others: a server that had both would answer at once.
nsd_conf() {
  cat << CONF
server:
  ip-address: $1
  username: ""
  chroot: ""
  zonesdir: "/lab"
  database: ""
  pidfile: "/lab/$2.pid"
  xfrdfile: ""
  zonelistfile: "/lab/$2.list"
  server-count: 1
  do-ip6: no
  rrl-ratelimit: 0
remote-control:
  control-enable: no
CONF
  local zone kind part
  # A `servfail` zone has no file, so NSD answers SERVFAIL; `silent` zones are nowhere.
  while read -r zone kind; do
    part=authority
    case $kind in filtered | unsigned-filtered) part=filtered ;; esac
    [ "$kind" = silent ] || [ "$part" != "$2" ] || printf 'zone:\n  name: %s\n  zonefile: %s.signed\n' "$zone" "$zone"
  done < zones
}

unbound_conf() {
  cat << CONF
server:
  interface: $dns_resolver@53
  interface: $dns_resolver@443
  https-port: 443
  tls-service-key: "/lab/resolver.key"
  tls-service-pem: "/lab/resolver.pem"
  access-control: 127.0.0.0/8 allow
  do-ip6: no
  do-not-query-localhost: no
  # Of ten, the default, half in use make unbound hang up on idle clients at once.
  incoming-num-tcp: 100
  username: ""
  chroot: ""
  directory: "/lab"
  pidfile: "/lab/unbound.pid"
  use-syslog: no
  ede: yes
  log-servfail: yes
  trust-anchor-file: "/lab/anchor.key"
  local-zone: "." static
  local-zone: "$dns_apex." transparent
stub-zone:
  name: "$dns_apex"
  stub-addr: $dns_authority
remote-control:
  control-enable: no
CONF
}

# dns_serve_nsd PART
dns_serve_nsd() { in_root dns nsd -d -c "/lab/$1.conf"; }
dns_serve_unbound() { in_root dns unbound -d -c /lab/unbound.conf; }
# NSD is there and the chain of trust holds.
dns_ready() { in_root dns drill -D "@$dns_resolver" SOA "$dns_apex" | grep -q 'flags:.* ad'; }
dns_version() { echo "unbound $(version_of dns unbound), NSD $(version_of dns nsd), ldns $(version_of dns ldnsutils)"; }
