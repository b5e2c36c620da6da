# shellcheck shell=bash
# Two TLS servers (openssl s_server, gnutls-serv) and two scanners (sslscan, testssl.sh) of Debian, in a root of their own. Sourced by run.
tls_packages=(openssl gnutls-bin sslscan testssl.sh bash gawk bsdextrautils procps hostname findutils)

tls_version() { echo "openssl $(version_of tls openssl), gnutls-bin $(version_of tls gnutls-bin), sslscan $(version_of tls sslscan), testssl.sh $(version_of tls testssl.sh)"; }

# What a postinst would do: awk is an alternative. testssl.sh wants /proc, which only a namespace of our own may mount.
tls_configure() {
  local root
  root=$(root_of tls)
  ln -sf gawk "$root/usr/bin/awk"
  ln -sfn /proc/self/fd "$root/dev/fd"
  [ "$INSIDE" = machine ] || mount --bind /proc "$root/proc"
}
