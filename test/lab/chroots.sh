# shellcheck shell=bash
# Small Debian roots, one per piece of software, so that packages that conflict (Postfix, Exim) run side by side.
# apt's own solver, told that nothing is installed, names and fetches a package with everything it needs; dpkg -x unpacks it.
# No maintainer script runs and nothing is installed on the machine; what a postinst would do is the servers' own business.
# Sourced. Needs root, apt, network (only while something is missing). Uses $lab (the cache folder) and $run (this run's).
# `suite=trixie make_root ...` takes the packages of another Debian, from the mirror that the machine itself uses.

# What the packages' own scripts take for granted.
essential_packages=(base-passwd dash coreutils sed grep)

# root_of NAME: where the root NAME lies.
root_of() { echo "$lab/roots/$1"; }

# make_root NAME PACKAGE...: build the root NAME, unless it is there and made of the same packages.
make_root() {
  local name=$1 suite=${suite:-bookworm} root archives packages
  shift
  set -- "${essential_packages[@]}" "$@"
  root=$(root_of "$name") archives=$lab/archives/$name packages="$*"
  [ "$(cat "$root/.packages" 2>/dev/null)" = "$packages" ] && return 0
  echo "lab: unpacking $name ($packages)"
  rm -rf "$root" "$archives"
  mkdir -p "$root" "$archives/partial"
  choose_suite "$suite"
  if ! fetch_packages "$archives" "$@"; then
    # No package lists yet, or lists older than what the mirror still has.
    apt-get -q "${apt_options[@]}" update > "$archives.update.log" 2>&1 || cat "$archives.update.log" >&2
    fetch_packages "$archives" "$@" || { cat "$archives.log" >&2; return 1; }
  fi
  local deb
  for deb in "$archives"/*.deb; do
    dpkg -x "$deb" "$root" || return 1
    dpkg-deb --show --showformat='${Package} ${Version}\n' "$deb" >> "$root/.versions"
  done
  furnish_root "$root"
  echo "$packages" > "$root/.packages"
  rm -rf "$archives"
}

# choose_suite SUITE: sets apt_options. The machine's own suite is asked as the machine is configured; another one with lists and caches
# of its own, and the machine's sources with the suite's name changed.
choose_suite() {
  apt_options=()
  [ "$1" = bookworm ] || apt_apart "$1" deb "$1"
}

# apt_apart FOLDER KIND SUITE: sets apt_options: the same mirrors, of KIND (deb or deb-src) and SUITE, lists and caches in a folder of their own.
apt_apart() {
  local apt=$lab/apt/$1
  mkdir -p "$apt/lists/partial" "$apt/cache"
  apt-get indextargets --format "$2 \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" 'Created-By: Packages' \
    | sed -n "s/^\($2 [^ ]* \)bookworm\([^ ]* main\)$/\1$3\2/p" | sort -u > "$apt/sources.list"
  apt_options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$apt/lists"
    -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
}

# fetch_source FOLDER PACKAGE: Debian's newest source of it as it comes (.dsc and archives); apt checks who signed it.
fetch_source() {
  apt_apart source deb-src bookworm
  rm -rf "$1"
  mkdir -p "$1"
  { apt-get -q "${apt_options[@]}" update && (cd "$1" && apt-get -q "${apt_options[@]}" source --download-only "$2"); } \
    > "$1/fetch.log" 2>&1 || { cat "$1/fetch.log" >&2; return 1; }
}

# fetch_packages FOLDER PACKAGE...: the packages and all they depend on, as .deb files.
fetch_packages() {
  local archives=$1
  shift
  : > "$lab/no-status"
  apt-get -q -y "${apt_options[@]}" --no-install-recommends --download-only -o "Dir::State::status=$lab/no-status" \
    -o "Dir::Cache::archives=$archives" -o Debug::NoLocking=1 -o APT::Sandbox::User=root install "$@" \
    > "$archives.log" 2>&1
}

# furnish_root ROOT: what base-files, base-passwd and udev would have put there.
furnish_root() {
  local root=$1 node
  mkdir -p "$root"/{dev,etc,lab,proc,root,run,tmp,var/log,var/mail}
  # From Debian 13 on nothing is below /bin, /sbin and /lib but by these links.
  for node in bin sbin lib lib64; do [ -e "$root/$node" ] || ln -s "usr/$node" "$root/$node"; done
  chmod 1777 "$root/tmp"
  for node in 'null 1 3' 'zero 1 5' 'random 1 8' 'urandom 1 9'; do
    # shellcheck disable=SC2086  # name, major, minor
    set -- $node
    mknod -m 666 "$root/dev/$1" c "$2" "$3"
  done
  ln -s /proc/self/fd/1 "$root/dev/stdout"
  cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
  cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\n' > "$root/etc/nsswitch.conf"
  echo '127.0.0.1 localhost' > "$root/etc/hosts"
}

# add_user ROOT NAME ID: a system user with a group of the same name; nothing where it exists.
add_user() {
  grep -q "^$2:" "$1/etc/passwd" && return 0
  echo "$2:x:$3:$3::/nonexistent:/bin/false" >> "$1/etc/passwd"
  add_group "$1" "$2" "$3"
}

add_group() { grep -q "^$2:" "$1/etc/group" || echo "$2:x:$3:" >> "$1/etc/group"; }

# in_root NAME COMMAND...: run a command in a root, with a clean environment.
in_root() {
  local root
  root=$(root_of "$1")
  shift
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 chroot "$root" "$@"
}

# version_of NAME PACKAGE: the version that was unpacked.
version_of() { sed -n "s/^$2 //p" "$(root_of "$1")/.versions"; }
