# shellcheck shell=bash
# Exim with OpenSSL, which Debian does not ship: the light daemon from Debian's source by debian/rules, whose switch OPENSSL is, in place of the
# packaged one. All else is as with GnuTLS (exim.sh). Built once, in a root of its own.
. "$here/software/exim.sh"
packages=(exim4-daemon-light util-linux hostname)
versions='exim4-source libssl3'
build_packages=(dpkg-dev gcc mawk findutils diffutils hostname libssl-dev libdb5.3-dev libpcre2-dev libidn-dev libidn2-dev)

build() {
  [ ! -e "$root/.built" ] || return 0
  local name=build-exim there version
  make_root "$name" "${build_packages[@]}"
  there=$(root_of "$name")
  fetch_source "$there/source" exim4
  version=$(sed -n 's/^Version: //p' "$there"/source/exim4_*.dsc | head -n 1)
  echo "lab: building Exim $version with OpenSSL"
  in_root "$name" sh -e -c "$build_steps" > "$there/build.log" 2>&1 || { tail -n 30 "$there/build.log" >&2; return 1; }
  install -m 4755 "$there"/exim/b-exim4-daemon-light/build-*/exim "$root/usr/sbin/exim4"
  echo "exim4-source $version" >> "$root/.versions"
  touch "$root/.built"
}

# The links are those of update-alternatives; the monitor would want X.
build_steps='
ln -sf gcc /usr/bin/cc
ln -sf mawk /usr/bin/awk
rm -rf /exim
dpkg-source --no-check -x /source/exim4_*.dsc /exim
cd /exim
debian/rules override_dh_auto_configure override_dh_auto_build OPENSSL=1 daemons=exim4-daemon-light EXIM_MONITOR=
'
