# shellcheck shell=bash
# The command line tools of two TLS libraries, in a root of their own: openssl as server and client, gnutls-cli as client. Sourced by run.
libraries_packages=(openssl gnutls-bin)

libraries_version() { echo "openssl $(version_of libraries openssl), gnutls-bin $(version_of libraries gnutls-bin)"; }
