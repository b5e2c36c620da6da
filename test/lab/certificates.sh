# shellcheck shell=bash
# The lab's certification authority and its leafs, by openssl, made afresh for every run so that nothing ages in the cache.
# A root (ca.pem, handed to the probe), an intermediate that signs, leafs sent with the intermediate; two keys serve all leafs.
# Sourced, after chroots.sh. make_certificates writes $run/pki/<mail host>.{pem,key} for each line of hosts.txt.

tools_packages=(openssl iproute2)

make_certificates() {
  pki=$(root_of tools)/lab/pki
  rm -rf "$pki"
  mkdir -p "$pki"
  authority_conf > "$pki/ca.cnf"
  touch "$pki/index.txt"
  new_key rsa RSA rsa_keygen_bits:2048
  new_key ec EC ec_paramgen_curve:P-256
  new_key root EC ec_paramgen_curve:P-256
  new_key inter EC ec_paramgen_curve:P-256
  issue root 'STARTTLS lab root' root root authority -1000 3650
  issue inter 'STARTTLS lab intermediate' inter root authority -900 3000
  local host certificate
  while read -r host _ _ certificate _; do
    leaf "$host" "$certificate"
  done < <(lab_hosts)
  mkdir -p "$run"
  rm -rf "$run/pki"
  cp -r "$pki" "$run/pki"
  cp "$pki/root.pem" "$run/ca.pem"
}

# leaf HOST VARIANT: the one place that knows how each variant is broken.
leaf() {
  local host=$1
  case $2 in
    good) issue "$host" "$host" rsa inter server -20 90 ;;
    ecdsa) issue "$host" "$host" ec inter server-ec -20 90 ;;
    expired) issue "$host" "$host" rsa inter server -90 -2 ;;
    key-encipherment) issue "$host" "$host" rsa inter server-key-encipherment -20 90 ;;
    self-signed) issue "$host" "$host" rsa "$host" server -20 90 ;;
    *) echo "lab: no such certificate: $2" >&2; return 1 ;;
  esac
  if [ "$2" = ecdsa ]; then cp "$pki/ec.key" "$pki/$host.key"; else cp "$pki/rsa.key" "$pki/$host.key"; fi
  [ "$2" = self-signed ] || cat "$pki/inter.pem" >> "$pki/$host.pem"
}

# new_key NAME ALGORITHM OPTION
new_key() { in_root tools openssl genpkey -quiet -algorithm "$2" -pkeyopt "$3" -out "/lab/pki/$1.key" 2> /dev/null; }

# issue NAME SUBJECT KEY ISSUER EXTENSIONS FROM-DAY TO-DAY: NAME.pem; an issuer of the same name means self-signed.
issue() {
  local name=$1 by=(-cert "$4.pem" -keyfile "$4.key")
  [ "$name" = "$4" ] && by=(-selfsign -keyfile "$3.key")
  SAN="DNS:$2" openssl_in_pki req -new -config ca.cnf -key "$3.key" -subj "/CN=$2" -out "$name.csr"
  SAN="DNS:$2" openssl_in_pki ca -batch -config ca.cnf -notext -in "$name.csr" -out "$name.pem" -extensions "$5" \
    -startdate "$(utc "$6")" -enddate "$(utc "$7")" "${by[@]}"
}

openssl_in_pki() {
  chroot "$(root_of tools)" /bin/sh -c 'cd /lab/pki && exec openssl "$@"' sh "$@" 2> "$pki/openssl.log" ||
    { cat "$pki/openssl.log" >&2; return 1; }
}

# utc DAYS: that many days from now, as openssl ca wants it.
utc() { date -u -d "$1 days" +%Y%m%d%H%M%SZ; }

authority_conf() {
  cat << 'CONF'
[ca]
default_ca = lab
[lab]
new_certs_dir = .
database = index.txt
rand_serial = yes
unique_subject = no
policy = any
default_md = sha256
[any]
commonName = supplied
[req]
distinguished_name = empty
[empty]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = ${ENV::SAN}
[server-ec]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${ENV::SAN}
[server-key-encipherment]
basicConstraints = critical,CA:FALSE
keyUsage = critical,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = ${ENV::SAN}
CONF
}
